package org.manyhands.server.replica;

import java.nio.file.Path;

/**
 * Where a log lives, and its bounds.
 *
 * @param directory its own directory; created if absent
 * @param member the name of this member, fixed by the first start: 1 to 63 of a-z, 0-9 and '-'
 * @param entryBytesMax largest entry, up to 1 MiB
 * @param inFlightMax appends under way, above which {@code BUSY} is answered
 * @param inFlightBytesMax the same in bytes of entries
 * @param snapshotEntries a snapshot after so many entries
 * @param snapshotBytes a snapshot after so many bytes of entries
 * @param segmentBytes size of one file of the log; whole files are purged once a snapshot covers them
 * @param freeBytesMin usable space of the disk below which appends are refused
 * @param ballastBytes size of the file given up when the disk is full, so that a halt can clean up
 */
public record LogSettings(
        Path directory,
        String member,
        int entryBytesMax,
        int inFlightMax,
        long inFlightBytesMax,
        long snapshotEntries,
        long snapshotBytes,
        long segmentBytes,
        long freeBytesMin,
        long ballastBytes) {
    static final int MIB = 1 << 20;
    /** Fixed, so that a log stays readable whatever bound it was written under. Bigger data travels as blobs. */
    static final int ENTRY_BYTES_LIMIT = MIB;

    public static final String MEMBER_DEFAULT = "n1";
    public static final int ENTRY_BYTES_MAX_DEFAULT = MIB;
    public static final int IN_FLIGHT_MAX_DEFAULT = 16_384;
    public static final long IN_FLIGHT_BYTES_MAX_DEFAULT = 64L * MIB;
    public static final long SNAPSHOT_ENTRIES_DEFAULT = 50_000;
    public static final long SNAPSHOT_BYTES_DEFAULT = 64L * MIB;
    public static final long SEGMENT_BYTES_DEFAULT = 8L * MIB;
    public static final long FREE_BYTES_MIN_DEFAULT = 128L * MIB;
    public static final long BALLAST_BYTES_DEFAULT = 16L * MIB;

    public LogSettings {
        require(member.matches("[a-z0-9-]{1,63}"), "member", member, "1 to 63 of a-z, 0-9 and '-'");
        require(
                entryBytesMax >= 1 && entryBytesMax <= ENTRY_BYTES_LIMIT,
                "entryBytesMax",
                entryBytesMax,
                "1 to " + ENTRY_BYTES_LIMIT);
        require(inFlightMax >= 1, "inFlightMax", inFlightMax, ">= 1");
        require(inFlightBytesMax >= entryBytesMax, "inFlightBytesMax", inFlightBytesMax, ">= entryBytesMax");
        require(snapshotEntries >= 1, "snapshotEntries", snapshotEntries, ">= 1");
        require(snapshotBytes >= 1, "snapshotBytes", snapshotBytes, ">= 1");
        require(segmentBytes >= 64 * 1024, "segmentBytes", segmentBytes, ">= 65536");
        require(freeBytesMin >= 0, "freeBytesMin", freeBytesMin, ">= 0");
        require(ballastBytes >= 0, "ballastBytes", ballastBytes, ">= 0");
    }

    /** The defaults, for a group of one. */
    public static LogSettings of(Path directory) {
        return new LogSettings(
                directory,
                MEMBER_DEFAULT,
                ENTRY_BYTES_MAX_DEFAULT,
                IN_FLIGHT_MAX_DEFAULT,
                IN_FLIGHT_BYTES_MAX_DEFAULT,
                SNAPSHOT_ENTRIES_DEFAULT,
                SNAPSHOT_BYTES_DEFAULT,
                SEGMENT_BYTES_DEFAULT,
                FREE_BYTES_MIN_DEFAULT,
                BALLAST_BYTES_DEFAULT);
    }

    /** These settings for another member. */
    public LogSettings withMember(String name) {
        return new LogSettings(
                directory,
                name,
                entryBytesMax,
                inFlightMax,
                inFlightBytesMax,
                snapshotEntries,
                snapshotBytes,
                segmentBytes,
                freeBytesMin,
                ballastBytes);
    }

    /** These settings with other sizes of segment and snapshot interval. */
    public LogSettings withSnapshots(long entries, long bytes, long segment) {
        return new LogSettings(
                directory,
                member,
                entryBytesMax,
                inFlightMax,
                inFlightBytesMax,
                entries,
                bytes,
                segment,
                freeBytesMin,
                ballastBytes);
    }

    /** These settings with another bound of free space and another ballast. */
    public LogSettings withDisk(long freeMin, long ballast) {
        return new LogSettings(
                directory,
                member,
                entryBytesMax,
                inFlightMax,
                inFlightBytesMax,
                snapshotEntries,
                snapshotBytes,
                segmentBytes,
                freeMin,
                ballast);
    }

    /** These settings with another bound of appends under way. */
    public LogSettings withInFlight(int max) {
        return new LogSettings(
                directory,
                member,
                entryBytesMax,
                max,
                inFlightBytesMax,
                snapshotEntries,
                snapshotBytes,
                segmentBytes,
                freeBytesMin,
                ballastBytes);
    }

    private static void require(boolean holds, String name, Object value, String expected) {
        if (!holds) {
            throw new IllegalArgumentException(name + ": " + value + " (expected: " + expected + ")");
        }
    }
}
