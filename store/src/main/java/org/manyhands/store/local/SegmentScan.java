package org.manyhands.store.local;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32C;
import org.manyhands.store.BlobRefusedException;
import org.manyhands.store.Digest;

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
        try (RandomAccessFile file = new RandomAccessFile(segment.path().toFile(), "r")) {
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

    private void run(RandomAccessFile file) throws IOException {
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

    private void checkVersion(RandomAccessFile file) throws IOException {
        byte[] header = new byte[SegmentFormat.HEADER_BYTES];
        file.readFully(header);
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

    private Optional<Found> at(RandomAccessFile file, long position, boolean checkBody) throws IOException {
        if (file.length() - position < SegmentFormat.RECORD_HEADER_BYTES) {
            return Optional.empty();
        }
        byte[] head = new byte[SegmentFormat.RECORD_HEADER_BYTES];
        file.seek(position);
        file.readFully(head);
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

    private static boolean bodyHolds(RandomAccessFile file, long start, SegmentFormat.RecordHead record)
            throws IOException {
        CRC32C crc = new CRC32C();
        byte[] window = new byte[WINDOW_BYTES];
        file.seek(start);
        for (long left = record.length(); left > 0; ) {
            int count = (int) Math.min(left, window.length);
            file.readFully(window, 0, count);
            crc.update(window, 0, count);
            left -= count;
        }
        return (int) crc.getValue() == record.bodyCrc();
    }

    /** The first record at or after a position whose head and body both hold. */
    private Optional<Found> search(RandomAccessFile file, long from) throws IOException {
        byte[] window = new byte[WINDOW_BYTES];
        long step = WINDOW_BYTES - SegmentFormat.RECORD_HEADER_BYTES;
        for (long base = from; base < file.length(); base += step) {
            int count = (int) Math.min(window.length, file.length() - base);
            file.seek(base);
            file.readFully(window, 0, count);
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
