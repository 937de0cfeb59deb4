package org.manyhands.cli.spec;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.manyhands.core.plan.StepPlan;

/** Reads the items of a list, a file, standard input or a glob into a sink, without holding them. */
public final class ItemReader {
    /** The longest item, in bytes: what an argument of a process may have, less room for the rest of its word. */
    public static final int ITEM_BYTES_MAX = 64 * 1024;

    private final Path directory;
    private final InputStream standardInput;

    /**
     * @param directory to which paths and globs are relative
     * @param standardInput read only for {@link ItemSource.StandardInput}; left open
     */
    public ItemReader(Path directory, InputStream standardInput) {
        this.directory = directory;
        this.standardInput = standardInput;
    }

    /**
     * Adds every item in order.
     *
     * @return how many
     * @throws SpecException if the source cannot be read or holds what cannot be an item
     * @throws IOException if the sink failed
     */
    public long read(ItemSource source, ItemSink sink) throws SpecException, IOException {
        return switch (source) {
            case ItemSource.None() -> 0;
            case ItemSource.Range range -> range(range, sink);
            case ItemSource.Values(var values) -> values(values, "the list of items", sink);
            case ItemSource.Files(var glob) -> values(Glob.expand(directory, glob), Text.quoted(glob), sink);
            case ItemSource.StandardInput(boolean nul) -> split(standardInput, "standard input", nul, sink);
            case ItemSource.Lines(String path, boolean nul) -> file(path, nul, sink);
            case ItemSource.Split _ -> throw new IllegalArgumentException("blocks are no list of items");
            case ItemSource.Matrix matrix -> MatrixReader.read(matrix, this, sink);
        };
    }

    private static long range(ItemSource.Range range, ItemSink sink) throws IOException {
        for (long i = 0; i < range.count(); i++) {
            sink.add(range.item(i).getBytes(StandardCharsets.US_ASCII));
        }
        return range.count();
    }

    private static long values(Iterable<String> values, String name, ItemSink sink) throws SpecException, IOException {
        Counted counted = new Counted(name, sink, true);
        for (String value : values) {
            counted.add(value.getBytes(StandardCharsets.UTF_8));
        }
        return counted.count;
    }

    private long file(String path, boolean nul, ItemSink sink) throws SpecException, IOException {
        Path file = directory.resolve(path);
        if (Files.isDirectory(file)) {
            throw new SpecException("item file " + path + " is a directory (expected: a file with one item per line)");
        }
        try (InputStream in = Files.newInputStream(file)) {
            FileStamp before = FileStamp.of(file);
            long count = split(in, path, nul, sink);
            before.requireSame(file);
            return count;
        } catch (NoSuchFileException e) {
            throw new SpecException("item file " + file + " does not exist");
        } catch (ReadFailed e) {
            throw new SpecException("item file " + path + " cannot be read: " + e.getMessage());
        } catch (AccessDeniedException e) {
            throw new SpecException("item file " + file + " cannot be read: permission denied");
        }
    }

    private static long split(InputStream in, String name, boolean nul, ItemSink sink)
            throws SpecException, IOException {
        InputStream buffered = new BufferedInputStream(in, 1 << 16);
        Counted counted = new Counted(name, sink, nul);
        ByteArrayOutputStream item = new ByteArrayOutputStream();
        int separator = nul ? 0 : '\n';
        for (int b = next(buffered); b >= 0; b = next(buffered)) {
            if (b != separator) {
                counted.check(item.size(), b);
                item.write(b);
                continue;
            }
            counted.add(item.toByteArray());
            item.reset();
        }
        if (item.size() > 0) {
            counted.add(item.toByteArray());
        }
        return counted.count;
    }

    private static int next(InputStream in) throws ReadFailed {
        try {
            return in.read();
        } catch (IOException e) {
            throw new ReadFailed(e);
        }
    }

    /** Tells a source that cannot be read from a sink that cannot be written. */
    private static final class ReadFailed extends UncheckedIOException {
        private static final long serialVersionUID = 1L;

        ReadFailed(IOException cause) {
            super(cause.getMessage(), cause);
        }
    }

    private static final class Counted {
        private final String name;
        private final ItemSink sink;
        private final boolean nul;
        private long count;

        Counted(String name, ItemSink sink, boolean nul) {
            this.name = name;
            this.sink = sink;
            this.nul = nul;
        }

        void check(int size, int next) throws SpecException {
            if (size >= ITEM_BYTES_MAX) {
                throw new SpecException("item " + (count + 1) + " of " + name + " is longer than 64KiB (expected: "
                        + "something that fits into an argument, such as a path)");
            }
            if (next == 0) {
                throw new SpecException(
                        "item " + (count + 1) + " of " + name + " holds a NUL byte, which no argument can"
                                + (nul ? "" : " (items separated by NUL: use -0, or nul: true in a file)"));
            }
        }

        void add(byte[] item) throws SpecException, IOException {
            if (item.length > 0) {
                check(item.length - 1, 1);
            }
            if (count == StepPlan.ITEMS_MAX) {
                throw new SpecException(name + " holds more than " + Decimals.grouped(StepPlan.ITEMS_MAX) + " items");
            }
            sink.add(item);
            count++;
        }
    }
}
