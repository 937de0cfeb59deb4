package org.manyhands.server.journal;

import java.io.IOException;
import java.io.InputStream;
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
import org.manyhands.store.AppendedFile;
import org.manyhands.store.DurableDirectory;

/** Segments as files of one directory: {@code 000000000001.journal} and so on. */
public final class SegmentFiles implements Segments, AutoCloseable {
    private static final Pattern NAME = Pattern.compile("([0-9]{12})\\.journal");

    private final Path directory;
    private @Nullable AppendedFile open;
    private long openSegment;
    /** So it is at first: a process that died may have made some. */
    private boolean newNames = true;

    private SegmentFiles(Path directory) {
        this.directory = directory;
    }

    /** The segments of a directory, which is made if it is not there. */
    public static SegmentFiles at(Path directory) throws IOException {
        DurableDirectory.create(directory);
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
        opened(segment).write(bytes);
    }

    private AppendedFile opened(long segment) throws IOException {
        AppendedFile file = open;
        if (file == null || openSegment != segment) {
            force();
            close();
            newNames |= !Files.exists(file(segment));
            file = AppendedFile.open(file(segment));
            open = file;
            openSegment = segment;
        }
        return file;
    }

    @Override
    public void force() throws IOException {
        if (open != null) {
            open.force();
        }
        if (newNames) {
            DurableDirectory.sync(directory);
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
        try (AppendedFile file = AppendedFile.open(file(segment))) {
            file.truncate(bytes);
            file.force();
        }
    }

    @Override
    public void remove(long segment) throws IOException {
        if (openSegment == segment) {
            close();
        }
        if (Files.deleteIfExists(file(segment))) {
            DurableDirectory.sync(directory);
        }
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
