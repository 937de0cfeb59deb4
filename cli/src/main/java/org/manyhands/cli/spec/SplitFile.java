package org.manyhands.cli.spec;

import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.manyhands.store.split.Compressed;
import org.manyhands.store.split.SplitBuilder;
import org.manyhands.store.split.Splitter;

/** Reads the file of a split into the blocks of a builder; tells a file that cannot be read from a store that cannot be written. */
public final class SplitFile {
    private SplitFile() {}

    /**
     * Reads it to its end.
     *
     * @param directory to which its path is relative
     * @param standardInput read only if the path is {@code -}; left open
     * @throws SpecException if it cannot be read, is damaged, changes meanwhile, or has too many blocks
     * @throws IOException if the builder failed
     */
    public static void read(ItemSource.Split split, Path directory, InputStream standardInput, SplitBuilder into)
            throws SpecException, IOException {
        if (split.path().equals("-")) {
            read(standardInput, "standard input", split.cut(), into);
        } else {
            file(split, directory.resolve(split.path()), into);
        }
        SplitParser.requireBounded(into.blocks());
    }

    private static void file(ItemSource.Split split, Path file, SplitBuilder into) throws SpecException, IOException {
        String name = "'" + split.path() + "'";
        if (Files.isDirectory(file)) {
            throw new SpecException(name + " is a directory (expected: a file to split)");
        }
        try (InputStream in = Files.newInputStream(file)) {
            FileStamp before = FileStamp.of(file);
            read(in, name, split.cut(), into);
            before.requireSame(file);
        } catch (NoSuchFileException e) {
            throw new SpecException("'" + file + "' does not exist (expected: a file to split)");
        } catch (AccessDeniedException e) {
            throw new SpecException("'" + file + "' cannot be read: permission denied");
        }
    }

    private static void read(InputStream in, String name, Splitter.Cut cut, SplitBuilder into)
            throws SpecException, IOException {
        try {
            Splitter.split(plain(in), cut, into);
        } catch (ReadException unreadable) {
            IOException cause = unreadable.cause;
            throw new SpecException(
                    cause instanceof EOFException
                            ? name + " ends in the middle of its compressed data"
                            : name + " cannot be read: " + cause.getMessage());
        }
    }

    private static InputStream plain(InputStream in) throws ReadException {
        try {
            return new Marked(Compressed.plain(new Marked(in)));
        } catch (ReadException marked) {
            throw marked;
        } catch (IOException e) {
            throw new ReadException(e);
        }
    }

    /** Marks what reading throws. */
    private static final class Marked extends FilterInputStream {
        Marked(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws ReadException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws ReadException {
            try {
                return in.read(target, offset, length);
            } catch (ReadException marked) {
                throw marked;
            } catch (IOException e) {
                throw new ReadException(e);
            }
        }
    }

    private static final class ReadException extends IOException {
        private static final long serialVersionUID = 1L;
        private final IOException cause;

        ReadException(IOException cause) {
            super(cause.getMessage(), cause);
            this.cause = cause;
        }
    }
}
