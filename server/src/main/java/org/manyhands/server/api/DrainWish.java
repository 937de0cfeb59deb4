package org.manyhands.server.api;

import java.util.Objects;

/**
 * How a node is to be drained.
 *
 * @param reason for people; may be empty
 * @param limitMillis after so long what still runs is ended, to run elsewhere; 0 is never
 */
public record DrainWish(String reason, long limitMillis) {
    public DrainWish {
        reason = Objects.requireNonNullElse(reason, "");
    }
}
