package org.manyhands.store.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What opening a store finds: the map, rebuilt from the files alone, and the log, ready to go on. Of two copies of a blob
 * the later one counts, as it does when they are written.
 */
record Recovery(Holdings holdings, SegmentLog log, LargeBlobs large, List<String> damage) {
    static Recovery run(StoreDirectory directory, StoreSettings settings, StoreClock clock) throws IOException {
        Holdings holdings = new Holdings(clock);
        List<String> damage = new ArrayList<>();
        LargeBlobs large = new LargeBlobs(directory.large(), directory.temporary());
        List<Segment> segments = segments(directory);
        long end = SegmentFormat.HEADER_BYTES;
        for (Segment segment : segments) {
            end = scan(segment, segment == segments.getLast(), holdings, damage);
        }
        large.recover(holdings::add);
        SegmentLog log = new SegmentLog(
                directory.segments(),
                settings.segmentBytes(),
                created -> holdings.addSegment(created, SegmentFormat.HEADER_BYTES),
                segments.getLast(),
                end);
        return new Recovery(holdings, log, large, List.copyOf(damage));
    }

    /** By number, at least one. */
    private static List<Segment> segments(StoreDirectory directory) throws IOException {
        List<Segment> segments;
        try (Stream<Path> files = Files.list(directory.segments())) {
            segments = new ArrayList<>(files.map(Segment::of)
                    .flatMap(Optional::stream)
                    .sorted(Comparator.comparingLong(Segment::number))
                    .toList());
        }
        for (Segment segment : List.copyOf(segments)) {
            if (!begun(segment)) {
                Files.delete(segment.path());
                segments.remove(segment);
            }
        }
        if (segments.isEmpty()) {
            segments.add(SegmentLog.create(directory.segments(), 1, new SecureRandom().nextLong()));
        }
        return segments;
    }

    /** False after a crash while it was created: it has no record, for records follow the sync of the header. */
    private static boolean begun(Segment segment) throws IOException {
        long bytes = Files.size(segment.path());
        if (bytes != SegmentFormat.HEADER_BYTES) {
            return bytes > SegmentFormat.HEADER_BYTES;
        }
        return SegmentFormat.version(Files.readAllBytes(segment.path())).isPresent();
    }

    private static long scan(Segment segment, boolean last, Holdings holdings, List<String> damage) throws IOException {
        SegmentScan scan = SegmentScan.of(segment, last);
        damage.addAll(scan.damage());
        holdings.addSegment(segment, last ? scan.validEnd() : Files.size(segment.path()));
        for (SegmentScan.Found found : scan.found()) {
            holdings.add(found.blob(), new Location.InSegment(segment, found.start(), found.length()));
        }
        return scan.validEnd();
    }
}
