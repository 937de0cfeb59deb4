package org.manyhands.core.state;

import org.manyhands.core.Bytes;

/**
 * A segment of the journal that was compared by every replica.
 *
 * @param segment its number, from 1; 0 before the first
 * @param format of the journal in which the leader wrote it
 * @param digest of its bytes
 */
public record Seal(long segment, int format, Bytes digest) {
    public static final Seal NONE = new Seal(0, 0, Bytes.EMPTY);
}
