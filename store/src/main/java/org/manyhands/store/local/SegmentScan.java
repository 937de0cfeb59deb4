package org.manyhands.store.local;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32C;
import org.manyhands.store.BlobRefusedException;
import org.manyhands.store.Digest;
import org.manyhands.store.FileBytes;

/**
 * Finds the records of a segment after a start. Sealed segments were synced before their successor was created, so their
 * record heads are enough; of the last segment every body is checked too. A damaged record is skipped if valid ones
 * follow, for those may have been acknowledged; without any the rest is a torn tail.
 */
final class SegmentScan {
    private static final int WINDOW_BYTES = 1 << 16;

    private final Segment segment;
    private final boolean checkBodies;
    private final List<Found> found = new ArrayList<>();
    private final List<String> damage = new ArrayList<>();
    private long validEnd = SegmentFormat.HEADER_BYTES;

    /** A blob in the segment; {@code start} is that of its bytes, after the record head. */
    record Found(Digest blob, long start, long length) {}

    private SegmentScan(Segment segment, boolean checkBodies) {
        this.segment = segment;
        this.checkBodies = checkBodies;
    }

    static SegmentScan of(Segment segment, boolean checkBodies) throws IOException {
        SegmentScan scan = new SegmentScan(segment, checkBodies);
        try (FileBytes file = new FileBytes(segment.path(), 0, Files.size(segment.path()))) {
            scan.run(file);
        }
        return scan;
    }

    List<Found> found() {
        return found;
    }

    /** One sentence for each damaged place between records. */
    List<String> damage() {
        return damage;
    }

    /** Where the last valid record ends. */
    long validEnd() {
        return validEnd;
    }

    private void run(FileBytes file) throws IOException {
        if (file.length() < SegmentFormat.HEADER_BYTES) {
            return;
        }
        checkVersion(file);
        long position = SegmentFormat.HEADER_BYTES;
        while (position < file.length()) {
            Optional<Found> next = at(file, position, checkBodies);
            if (next.isEmpty()) {
                next = search(file, position + 1);
                if (next.isEmpty()) {
                    return;
                }
                long resumed = next.get().start() - SegmentFormat.RECORD_HEADER_BYTES;
                damage.add(segment + ": bytes " + position + " to " + resumed + " are damaged and were skipped");
            }
            Found record = next.get();
            found.add(record);
            position = record.start() + record.length();
            validEnd = position;
        }
    }

    private void checkVersion(FileBytes file) throws IOException {
        byte[] header = new byte[SegmentFormat.HEADER_BYTES];
        file.read(0, header, 0, header.length);
        Optional<Integer> version = SegmentFormat.version(header);
        if (version.isEmpty()) {
            damage.add(segment + ": its header is damaged; its records were read all the same");
        } else if (version.get() > SegmentFormat.VERSION) {
            throw new BlobRefusedException(
                    BlobRefusedException.Reason.NEWER_FORMAT,
                    segment + " has format version " + version.get() + ", this program reads up to "
                            + SegmentFormat.VERSION + ": upgrade this node");
        }
    }

    private Optional<Found> at(FileBytes file, long position, boolean checkBody) throws IOException {
        if (file.length() - position < SegmentFormat.RECORD_HEADER_BYTES) {
            return Optional.empty();
        }
        byte[] head = new byte[SegmentFormat.RECORD_HEADER_BYTES];
        file.read(position, head, 0, head.length);
        long start = position + SegmentFormat.RECORD_HEADER_BYTES;
        Optional<SegmentFormat.RecordHead> record = SegmentFormat.readHead(segment.salt(), head, 0);
        if (record.isEmpty() || record.get().length() > file.length() - start) {
            return Optional.empty();
        }
        boolean holds = !checkBody || bodyHolds(file, start, record.get());
        return holds
                ? Optional.of(new Found(record.get().blob(), start, record.get().length()))
                : Optional.empty();
    }

    private static boolean bodyHolds(FileBytes file, long start, SegmentFormat.RecordHead record) throws IOException {
        CRC32C crc = new CRC32C();
        byte[] window = new byte[WINDOW_BYTES];
        for (long done = 0; done < record.length(); ) {
            int count = (int) Math.min(record.length() - done, window.length);
            file.read(start + done, window, 0, count);
            crc.update(window, 0, count);
            done += count;
        }
        return (int) crc.getValue() == record.bodyCrc();
    }

    /** The first record at or after a position whose head and body both hold. */
    private Optional<Found> search(FileBytes file, long from) throws IOException {
        byte[] window = new byte[WINDOW_BYTES];
        long step = WINDOW_BYTES - SegmentFormat.RECORD_HEADER_BYTES;
        for (long base = from; base < file.length(); base += step) {
            int count = (int) Math.min(window.length, file.length() - base);
            file.read(base, window, 0, count);
            for (int i = 0; i + SegmentFormat.RECORD_HEADER_BYTES <= count && i < step; i++) {
                if (window[i] == 'M'
                        && SegmentFormat.readHead(segment.salt(), window, i).isPresent()) {
                    Optional<Found> record = at(file, base + i, true);
                    if (record.isPresent()) {
                        return record;
                    }
                }
            }
        }
        return Optional.empty();
    }
}
