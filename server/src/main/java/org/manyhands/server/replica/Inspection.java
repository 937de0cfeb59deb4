package org.manyhands.server.replica;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.ratis.server.RaftServerConfigKeys.Log.CorruptionPolicy;
import org.apache.ratis.server.raftlog.segmented.LogSegment;
import org.apache.ratis.server.raftlog.segmented.LogSegmentPath;
import org.apache.ratis.statemachine.impl.SingleFileSnapshotInfo;
import org.jspecify.annotations.Nullable;

/**
 * Reads what a known member's directory holds before Ratis may start on it, because Ratis formats an empty directory,
 * only warns about entries that are missing, and waits for ever for entries between snapshot and log.
 */
final class Inspection {
    private static final Pattern SEGMENT = Pattern.compile("log_(?:inprogress_(\\d+)|(\\d+)-(\\d+))");
    private static final String LOST =
            " Restore the directory from a backup; if there is none, move it away to start an empty one.";

    private final Path directory;
    private final Path group;

    private Inspection(Path directory, Path group) {
        this.directory = directory;
        this.group = group;
    }

    private record Segment(Path file, long start, Optional<Long> end) {}

    /**
     * @param directory of the log, for sentences
     * @param group the directory of Ratis for this cluster
     * @param watermark index that must not be missing
     */
    static void check(Path directory, Path group, long watermark) throws IOException, LogRefusedException {
        new Inspection(directory, group).check(watermark);
    }

    private void check(long watermark) throws IOException, LogRefusedException {
        if (!Files.exists(group.resolve("current/raft-meta"))) {
            throw new LogRefusedException(
                    "The log in " + directory + " is empty, but this member has one: " + group + " is gone." + LOST);
        }
        Optional<SingleFileSnapshotInfo> snapshot = Snapshots.latest(group.resolve("sm"));
        if (snapshot.isPresent()) {
            Snapshots.verify(snapshot.get());
        }
        long end = readSegments(snapshot.map(SingleFileSnapshotInfo::getIndex).orElse(Watermark.NONE));
        if (end < watermark) {
            throw new LogRefusedException("The log in " + directory + " ends at " + end + " but " + watermark
                    + " was acknowledged: its tail is lost." + LOST);
        }
    }

    /** The last index of snapshot and segments, after a proof that nothing is missing before it. */
    private long readSegments(long snapshot) throws IOException, LogRefusedException {
        long end = snapshot;
        for (Segment segment : segments()) {
            if (segment.end().isPresent() && segment.end().get() <= snapshot) {
                continue;
            }
            if (segment.start() > end + 1) {
                throw new LogRefusedException("The log in " + directory + " lacks the entries " + (end + 1) + " to "
                        + (segment.start() - 1) + " before " + segment.file() + "." + LOST);
            }
            end = Math.max(end, readSegment(segment));
        }
        return end;
    }

    private long readSegment(Segment segment) throws LogRefusedException {
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
            if (segment.end().isPresent() && segment.end().get() != end) {
                throw damaged(segment, "it ends at " + end, null);
            }
            return end;
        } catch (IOException | IllegalStateException e) {
            throw damaged(segment, String.valueOf(e.getMessage()), e);
        }
    }

    private LogRefusedException damaged(Segment segment, String found, @Nullable Exception cause) {
        return new LogRefusedException("The log file " + segment.file() + " is damaged (" + found + ")." + LOST, cause);
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
