package org.manyhands.server.journal;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.manyhands.store.DurableFile;

/** Segments as files of one directory: {@code 000000000001.journal} and so on. */
public final class SegmentFiles implements Segments, AutoCloseable {
    private static final Pattern NAME = Pattern.compile("([0-9]{12})\\.journal");

    private final Path directory;
    private @Nullable FileOutputStream open;
    private long openSegment;
    private boolean newNames;

    private SegmentFiles(Path directory) {
        this.directory = directory;
    }

    /** The segments of a directory, which is made if it is not there. */
    public static SegmentFiles at(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            Files.createDirectories(directory);
            Path parent = directory.toAbsolutePath().getParent();
            if (parent != null) {
                DurableFile.syncDirectory(parent);
            }
        }
        return new SegmentFiles(directory);
    }

    @Override
    public NavigableSet<Long> numbers() throws IOException {
        NavigableSet<Long> numbers = new TreeSet<>();
        try (Stream<Path> files = Files.list(directory)) {
            files.forEach(file -> number(file).ifPresent(numbers::add));
        }
        return numbers;
    }

    private static Optional<Long> number(Path file) {
        Matcher name = NAME.matcher(file.getFileName().toString());
        return name.matches() ? Optional.of(Long.parseLong(name.group(1))) : Optional.empty();
    }

    @Override
    public void append(long segment, byte[] bytes) throws IOException {
        stream(segment).write(bytes);
    }

    /** A stream and no channel, which an interrupt of the log's thread would close. */
    private FileOutputStream stream(long segment) throws IOException {
        FileOutputStream stream = open;
        if (stream == null || openSegment != segment) {
            force();
            close();
            newNames |= !Files.exists(file(segment));
            stream = new FileOutputStream(file(segment).toFile(), true);
            open = stream;
            openSegment = segment;
        }
        return stream;
    }

    @Override
    public void force() throws IOException {
        if (open != null) {
            open.getFD().sync();
        }
        if (newNames) {
            DurableFile.syncDirectory(directory);
            newNames = false;
        }
    }

    @Override
    public byte[] read(long segment, int bytesMax) throws IOException {
        try (InputStream in = Files.newInputStream(file(segment))) {
            return in.readNBytes(bytesMax);
        } catch (NoSuchFileException removed) {
            return new byte[0];
        }
    }

    @Override
    public long bytes(long segment) throws IOException {
        return Files.exists(file(segment)) ? Files.size(file(segment)) : 0;
    }

    @Override
    public void truncate(long segment, long bytes) throws IOException {
        if (openSegment == segment) {
            close();
        }
        try (RandomAccessFile file = new RandomAccessFile(file(segment).toFile(), "rw")) {
            file.setLength(bytes);
            file.getFD().sync();
        }
    }

    @Override
    public void remove(long segment) throws IOException {
        if (openSegment == segment) {
            close();
        }
        Files.deleteIfExists(file(segment));
    }

    private Path file(long segment) {
        return directory.resolve(String.format(java.util.Locale.ROOT, "%012d.journal", segment));
    }

    @Override
    public void close() throws IOException {
        if (open != null) {
            open.close();
            open = null;
        }
    }
}
