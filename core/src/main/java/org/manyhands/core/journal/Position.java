package org.manyhands.core.journal;

import org.manyhands.core.Bytes;

/**
 * How far the journal is written, as every replica that has applied the same entries finds it. It travels with the
 * snapshot, so that a segment begun before it is ended as everywhere else.
 *
 * @param segment the number of the open segment, from 1
 * @param entries how many entries were applied since it began, those without events included
 * @param bytes how many bytes these entries have in the log
 * @param format of its lines; {@value #MIXED} if versions of the program with different formats wrote them
 * @param digest of the lines so far, each with the digest before it; empty before the first
 */
public record Position(long segment, long entries, long bytes, int format, Bytes digest) {
    /** A segment ends with the entry that makes so many. */
    public static final long ENTRIES_MAX = 1_000;

    /** A segment ends with the entry that makes so many bytes in the log, or more. */
    public static final long BYTES_MAX = 1L << 20;

    /**
     * Which events an entry makes and how they are written. Raise it with any change to that: replicas of different formats
     * write different bytes of the same entries, and so do not compare them.
     */
    public static final int FORMAT = 1;

    /** The format of a segment that cannot be compared. */
    public static final int MIXED = 0;

    /** Where the journal of a new cluster begins. */
    public static final Position START = new Position(1, 0, 0, FORMAT, Bytes.EMPTY);

    /** After one more entry; {@code newDigest} is the old one if it has no line. */
    public Position after(long entryBytes, Bytes newDigest) {
        return new Position(segment, entries + 1, bytes + entryBytes, format == FORMAT ? FORMAT : MIXED, newDigest);
    }

    /**
     * Whether the segment ends here. By the entries alone: clocks, files and the bytes of events differ.
     *
     * @param entriesMax {@link #ENTRIES_MAX}; fewer only in the simulation, whose runs are short
     */
    public boolean full(long entriesMax) {
        return entries >= entriesMax || bytes >= BYTES_MAX;
    }

    /** The beginning of the next segment. */
    public Position next() {
        return new Position(segment + 1, 0, 0, FORMAT, Bytes.EMPTY);
    }
}
