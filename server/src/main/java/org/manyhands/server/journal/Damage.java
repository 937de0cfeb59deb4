package org.manyhands.server.journal;

/**
 * A place where the journal does not say all that it once said.
 *
 * @param segment which file
 * @param offset how many bytes of it are whole before the place; -1 if lines are missing and nothing says where
 * @param afterMillis the wall clock of the last line read before it, in milliseconds since 1970; 0 if there is none
 */
public record Damage(long segment, long offset, long afterMillis) {
    /** Lines are missing somewhere in the segment. */
    static final long SOMEWHERE = -1;
}
