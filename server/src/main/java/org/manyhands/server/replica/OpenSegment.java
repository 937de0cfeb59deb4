package org.manyhands.server.replica;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.zip.CRC32C;
import org.manyhands.store.AppendedFile;
import org.manyhands.store.DurableDirectory;
import org.manyhands.store.DurableFile;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The segment of the log that is being written, read as Ratis writes it: a header, then records (length as a varint, the
 * entry, CRC-32C of both), then zeros written ahead. Ratis reads it too, but cannot say where a damaged tail begins and
 * whether anything follows it; a record that claims to be longer than the file it even takes for the end.
 *
 * @param end the index of the last whole record; the one before the first if there is none
 * @param validBytes where the last whole record ends
 * @param torn whether anything but zeros follows it
 * @param followed whether a whole record follows it all the same, so that what is damaged is not the tail
 */
record OpenSegment(Path file, long end, int validBytes, boolean torn, boolean followed) {
    private static final Logger LOG = LoggerFactory.getLogger(OpenSegment.class);
    private static final byte[] HEADER = "RaftLog1".getBytes(StandardCharsets.US_ASCII);
    private static final int CHECKSUM_BYTES = 4;
    private static final int VARINT_BYTES_MAX = 10;
    /** How the fields of an entry begin: its term, then its index. */
    private static final int TERM_TAG = 0x08;

    private static final int INDEX_TAG = 0x10;
    /** Entries are numbered without gaps, so a later record of the same file cannot be numbered higher than this. */
    private static final int RECORD_BYTES_MIN = 8;

    /** @param start the index of its first record, from its name */
    static OpenSegment read(Path file, long start) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        if (!Arrays.equals(HEADER, 0, HEADER.length, bytes, 0, Math.min(HEADER.length, bytes.length))) {
            return at(file, bytes, start - 1, 0);
        }
        long next = start;
        int position = HEADER.length;
        int after = recordEnd(bytes, position, next, next);
        while (after > 0) {
            position = after;
            next++;
            after = recordEnd(bytes, position, next, next);
        }
        return at(file, bytes, next - 1, position);
    }

    private static OpenSegment at(Path file, byte[] bytes, long end, int validBytes) {
        boolean torn = false;
        boolean followed = false;
        long last = end + 1 + bytes.length / RECORD_BYTES_MIN;
        for (int position = validBytes; position < bytes.length && !followed; position++) {
            if (bytes[position] != 0) {
                torn = true;
                followed = recordEnd(bytes, position, end + 1, last) > 0;
            }
        }
        return new OpenSegment(file, end, validBytes, torn, followed);
    }

    /** Moves what follows the last whole record into a file beside this one, which Ratis does not look at. */
    void cutTail() throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        int length = bytes.length;
        while (length > validBytes && bytes[length - 1] == 0) {
            length--;
        }
        int cutBytes = length - validBytes;
        Path aside = Aside.free(file.resolveSibling("torn-" + file.getFileName() + "-at-" + validBytes));
        DurableFile.write(aside, out -> out.write(bytes, validBytes, cutBytes));
        if (validBytes == 0) {
            Files.delete(file);
            DurableDirectory.sync(Objects.requireNonNull(aside.toAbsolutePath().getParent()));
        } else {
            try (AppendedFile open = AppendedFile.open(file)) {
                open.truncate(validBytes);
                open.force();
            }
        }
        LOG.warn(
                "The last write to {} is not whole, as after a power loss; its {} bytes after entry {} were moved to {}.",
                file,
                cutBytes,
                end,
                aside.getFileName());
    }

    /** Where the record that begins here ends; 0 if none does that is whole and numbered within the bounds. */
    private static int recordEnd(byte[] bytes, int position, long firstIndex, long lastIndex) {
        ByteBuffer in = ByteBuffer.wrap(bytes, position, bytes.length - position);
        OptionalLong length = varint(in);
        if (length.isEmpty() || length.getAsLong() < 1 || length.getAsLong() > in.remaining() - CHECKSUM_BYTES) {
            return 0;
        }
        int checksumAt = in.position() + (int) length.getAsLong();
        long index = index(in.limit(checksumAt));
        if (index < firstIndex || index > lastIndex) {
            return 0;
        }
        CRC32C checksum = new CRC32C();
        checksum.update(bytes, position, checksumAt - position);
        int expected = ByteBuffer.wrap(bytes).getInt(checksumAt);
        return (int) checksum.getValue() == expected ? checksumAt + CHECKSUM_BYTES : 0;
    }

    /** The index in the entry that begins here, which leaves out an index of zero; -1 if it is not an entry. */
    private static long index(ByteBuffer in) {
        if (!skip(in, TERM_TAG) || varint(in).isEmpty()) {
            return -1;
        }
        return skip(in, INDEX_TAG) ? varint(in).orElse(-1) : 0;
    }

    private static boolean skip(ByteBuffer in, int tag) {
        boolean there = in.hasRemaining() && in.get(in.position()) == tag;
        in.position(in.position() + (there ? 1 : 0));
        return there;
    }

    private static OptionalLong varint(ByteBuffer in) {
        long value = 0;
        for (int i = 0; i < VARINT_BYTES_MAX && in.hasRemaining(); i++) {
            byte each = in.get();
            value |= (long) (each & 0x7f) << (7 * i);
            if (each >= 0) {
                return OptionalLong.of(value);
            }
        }
        return OptionalLong.empty();
    }
}
