package org.manyhands.server.journal;

/** Rules of the journal, which the simulation switches off one by one; it must find what then goes wrong. */
public enum Rule {
    /** A segment begun before a snapshot is ended where it is ended by everybody else. */
    SEGMENT_GOES_ON_AFTER_THE_SNAPSHOT,
    /** What lies behind the snapshot is cut off before it is written again. */
    TAIL_IS_WRITTEN_AGAIN,
    /** A snapshot is taken when all lines of its entries are durable. */
    LINES_ARE_DURABLE_BEFORE_THE_SNAPSHOT
}
