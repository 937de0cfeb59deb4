package org.manyhands.server.replica;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.ratis.server.RaftServerConfigKeys.Log.CorruptionPolicy;
import org.apache.ratis.server.raftlog.segmented.LogSegment;
import org.apache.ratis.server.raftlog.segmented.LogSegmentPath;
import org.jspecify.annotations.Nullable;

/**
 * Reads what a known member's directory holds before Ratis may start on it, because Ratis formats an empty directory,
 * only warns about entries that are missing, and waits for ever for entries between snapshot and log.
 *
 * <p>What a power loss leaves is repaired: a torn last write, which nobody was told of, and a damaged newest snapshot
 * behind which an older one and the log still hold everything. Repairs come last, once all the rest is proved, so that a
 * refused directory is left as it was found.
 */
final class Inspection {
    private static final Pattern SEGMENT = Pattern.compile("log_(?:inprogress_(\\d+)|(\\d+)-(\\d+))");
    private static final String RESTORE =
            " Restore the directory from a backup; if there is none, move it away to start an empty one.";

    /** An older copy would not know for what this member has voted and what it has acknowledged since. */
    private static final String LEAVE_TO_OTHERS =
            " If it was the only control node, restore the directory from a backup; if not, the others have all of it: there 'mh node"
                    + " remove' this node, then 'mh token create --role control', and join with a new directory.";

    private final Path directory;
    private final Path group;
    private final String remedy;
    private final List<Repair> repairs = new ArrayList<>();

    private Inspection(Path directory, Path group, String remedy) {
        this.directory = directory;
        this.group = group;
        this.remedy = remedy;
    }

    /** A change to the directory that everything else allows. */
    private interface Repair {
        void make() throws IOException;
    }

    private record Segment(Path file, long start, Optional<Long> end) {}

    /**
     * Reads, and repairs what may be repaired.
     *
     * @param directory of the log, for sentences
     * @param group the directory of Ratis for this cluster
     * @param watermark index that must not be missing
     * @param with whether others have what is missing
     * @return the last index that is there
     */
    static long check(Path directory, Path group, long watermark, Group with) throws IOException, LogRefusedException {
        return new Inspection(
                        directory,
                        group,
                        switch (with) {
                            case Group.Alone _ -> RESTORE;
                            case Group.Shared _ -> LEAVE_TO_OTHERS;
                        })
                .check(watermark);
    }

    private long check(long watermark) throws IOException, LogRefusedException {
        if (!Files.exists(group.resolve("current/raft-meta"))) {
            throw new LogRefusedException(
                    "The log in " + directory + " is empty, but this member has one: " + group + " is gone." + remedy);
        }
        long end = lastIndex();
        if (end < watermark) {
            throw new LogRefusedException("The log in " + directory + " ends at " + end + " but " + watermark
                    + " was acknowledged: its tail is lost." + remedy);
        }
        for (Repair repair : repairs) {
            repair.make();
        }
        return end;
    }

    /** The files of the log, in the order of their entries. */
    static List<Path> files(Path directory, Path group) throws IOException {
        return new Inspection(directory, group, RESTORE)
                .segments().stream().map(Segment::file).toList();
    }

    /** The last index of all that is there, behind the newest snapshot that can be read. */
    private long lastIndex() throws IOException, LogRefusedException {
        List<Path> snapshots = Snapshots.newestFirst(group.resolve("sm"));
        if (snapshots.isEmpty()) {
            return readSegments(Watermark.NONE);
        }
        Path newest = snapshots.getFirst();
        Optional<String> damage = Snapshots.damage(newest);
        if (damage.isEmpty()) {
            return readSegments(Snapshots.index(newest));
        }
        LogRefusedException refusal = new LogRefusedException("The snapshot " + newest + " is damaged (" + damage.get()
                + ") and the log does not cover what it held." + remedy);
        for (Path older : snapshots) {
            if (Snapshots.damage(older).isEmpty()) {
                return lastIndexBehind(older, Snapshots.index(newest), refusal);
            }
            repairs.add(() -> Snapshots.setAside(older));
        }
        throw refusal;
    }

    /** As far as the damaged newest snapshot everything was committed, so the log must reach that far by itself. */
    private long lastIndexBehind(Path older, long newest, LogRefusedException refusal)
            throws IOException, LogRefusedException {
        try {
            long end = readSegments(Snapshots.index(older));
            if (end >= newest) {
                return end;
            }
        } catch (LogRefusedException incomplete) {
            refusal.addSuppressed(incomplete);
        }
        throw refusal;
    }

    /** The last index of snapshot and segments, after a proof that nothing is missing before it. */
    private long readSegments(long snapshot) throws IOException, LogRefusedException {
        long end = snapshot;
        List<Segment> segments = segments();
        for (Segment segment : segments) {
            if (segment.end().isPresent() && segment.end().get() <= snapshot) {
                continue;
            }
            if (segment.start() > end + 1) {
                throw new LogRefusedException("The log in " + directory + " lacks the entries " + (end + 1) + " to "
                        + (segment.start() - 1) + " before " + segment.file() + "." + remedy);
            }
            boolean last = segment.equals(segments.getLast());
            long segmentEnd = segment.end().isPresent()
                    ? readClosed(segment, segment.end().get())
                    : readOpen(segment, last, end);
            end = Math.max(end, segmentEnd);
        }
        return end;
    }

    /** A torn write is the last of all: nothing whole is behind it, and what is known otherwise does not reach it. */
    private long readOpen(Segment segment, boolean last, long known) throws IOException, LogRefusedException {
        OpenSegment open = OpenSegment.read(segment.file(), segment.start());
        if (open.torn()) {
            if (open.followed() || !last) {
                throw damaged(segment, "after entry " + open.end() + ", with whole entries behind that", null);
            }
            if (open.end() < known) {
                throw damaged(segment, "after entry " + open.end() + ", though " + known + " was written before", null);
            }
            repairs.add(open::cutTail);
        }
        return open.end();
    }

    private long readClosed(Segment segment, long expectedEnd) throws LogRefusedException {
        try {
            LogSegmentPath path = LogSegmentPath.matchLogSegment(segment.file());
            if (path == null) {
                return segment.start() - 1;
            }
            int entries = LogSegment.readSegmentFile(
                    segment.file().toFile(),
                    path.getStartEnd(),
                    RatisProperties.BATCH_BYTES_MAX,
                    CorruptionPolicy.EXCEPTION,
                    null,
                    null);
            long end = segment.start() + entries - 1;
            if (expectedEnd != end) {
                throw damaged(segment, "it ends at " + end, null);
            }
            return end;
        } catch (IOException | IllegalStateException e) {
            throw damaged(segment, String.valueOf(e.getMessage()), e);
        }
    }

    private LogRefusedException damaged(Segment segment, String found, @Nullable Exception cause) {
        return new LogRefusedException(
                "The log file " + segment.file() + " is damaged (" + found + ")." + remedy, cause);
    }

    private List<Segment> segments() throws IOException {
        try (Stream<Path> files = Files.list(group.resolve("current"))) {
            return files.flatMap(file -> segment(file).stream())
                    .sorted(Comparator.comparingLong(Segment::start))
                    .toList();
        }
    }

    private static Optional<Segment> segment(Path file) {
        Matcher matcher = SEGMENT.matcher(file.getFileName().toString());
        if (!matcher.matches()) {
            return Optional.empty();
        }
        return Optional.of(
                matcher.group(1) != null
                        ? new Segment(file, Long.parseLong(matcher.group(1)), Optional.empty())
                        : new Segment(
                                file, Long.parseLong(matcher.group(2)), Optional.of(Long.parseLong(matcher.group(3)))));
    }
}
