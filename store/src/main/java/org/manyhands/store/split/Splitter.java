package org.manyhands.store.split;

import java.io.IOException;
import java.io.InputStream;

/**
 * Cuts content at line ends. A line is never cut: one that is longer than a block is a block alone. A last line without its
 * end is a line.
 */
public final class Splitter {
    private static final int BUFFER_BYTES = 256 << 10;

    private final SplitBuilder split;
    private final Cut cut;
    private long blockStart;
    private long lineEnd;
    private long lines;

    private Splitter(SplitBuilder split, Cut cut) {
        this.split = split;
        this.cut = cut;
    }

    /** How large a block is. */
    public sealed interface Cut {
        /** As many whole lines as fit into so many bytes, at least one line. */
        record Bytes(long max) implements Cut {
            public Bytes {
                requirePositive(max);
            }
        }

        /** So many lines. */
        record Lines(long count) implements Cut {
            public Lines {
                requirePositive(count);
            }
        }

        private static void requirePositive(long value) {
            if (value < 1) {
                throw new IllegalArgumentException("block: " + value + " (expected: at least 1)");
            }
        }
    }

    /** Reads the content to its end; no content gives no block. */
    public static void split(InputStream content, Cut cut, SplitBuilder into) throws IOException {
        Splitter splitter = new Splitter(into, cut);
        byte[] buffer = new byte[BUFFER_BYTES];
        for (int count = content.read(buffer); count >= 0; count = content.read(buffer)) {
            splitter.take(buffer, count);
        }
        splitter.finish();
    }

    private void take(byte[] buffer, int count) throws IOException {
        long before = split.length();
        split.write(buffer, 0, count);
        for (int i = 0; i < count; i++) {
            if (buffer[i] == '\n') {
                endLine(before + i + 1);
            }
        }
    }

    private void endLine(long end) throws IOException {
        switch (cut) {
            case Cut.Lines(long wanted) -> {
                lines++;
                if (lines == wanted) {
                    endBlock(end);
                }
            }
            case Cut.Bytes(long max) -> {
                if (end - blockStart > max && lineEnd > blockStart) {
                    endBlock(lineEnd);
                }
                if (end - blockStart >= max) {
                    endBlock(end);
                }
            }
        }
        lineEnd = end;
    }

    private void endBlock(long end) throws IOException {
        split.endBlock(end);
        blockStart = end;
        lines = 0;
    }

    private void finish() throws IOException {
        if (lineEnd < split.length()) {
            endLine(split.length());
        }
        if (blockStart < split.length()) {
            endBlock(split.length());
        }
    }
}
