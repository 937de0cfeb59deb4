package org.manyhands.core.plan;

import org.manyhands.core.Bytes;

/**
 * What each task of a step reads before it begins.
 *
 * @param blob its name in the stores
 * @param bytes how much that is, 0 or more
 */
public record Input(Bytes blob, long bytes) {
    public Input {
        if (bytes < 0) {
            throw new IllegalArgumentException("bytes of an input: " + bytes + " (expected: >= 0)");
        }
    }
}
