package org.manyhands.store.tree;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.manyhands.store.Blob;
import org.manyhands.store.BlobKind;
import org.manyhands.store.BlobSource;
import org.manyhands.store.ByteReader;
import org.manyhands.store.ContentReader;
import org.manyhands.store.ContentRef;
import org.manyhands.store.CorruptBlobException;
import org.manyhands.store.Digest;
import org.manyhands.store.files.FileEntry;
import org.manyhands.store.files.Materializer;
import org.manyhands.store.files.Removal;

/** A tree to read. Safe for concurrent use. */
public final class TreeReader implements AutoCloseable {
    private final Blob blob;
    private final ContentReader contents;
    private final List<FileEntry> files;
    private final List<Digest> references;

    private TreeReader(Blob blob, BlobSource source) throws IOException {
        this.blob = blob;
        this.contents = new ContentReader(blob, source);
        ByteReader index = new ByteReader(blob.name(), "index", blob.applicationPart());
        long count = index.number(Integer.MAX_VALUE, "the number of files");
        long position = index.number(Long.MAX_VALUE, "the position of the listing");
        int length = (int) index.number(Integer.MAX_VALUE, "the length of the listing");
        int chunks = index.count("the number of chunks");
        List<Digest> digests = new ArrayList<>();
        for (int i = 0; i < chunks; i++) {
            digests.add(index.digest());
        }
        index.end();
        references = List.copyOf(digests);
        files = readListing(new ByteReader(blob.name(), "listing", blob.read(position, length)), count);
    }

    private static List<FileEntry> readListing(ByteReader listing, long count) throws CorruptBlobException {
        List<FileEntry> files = new ArrayList<>();
        for (long i = 0; i < count; i++) {
            FileEntry next = FileEntry.decode(listing);
            if (!files.isEmpty() && files.getLast().path().compareTo(next.path()) >= 0) {
                throw listing.malformed(
                        "'" + next.path() + "' follows '" + files.getLast().path() + "'");
            }
            files.add(next);
        }
        listing.end();
        return List.copyOf(files);
    }

    /** Opens a tree and reads its listing; the source also gives its chunks. */
    public static TreeReader open(BlobSource source, Digest tree) throws IOException {
        Blob blob = source.open(tree, BlobKind.TREE);
        boolean opened = false;
        try {
            TreeReader reader = new TreeReader(blob, source);
            opened = true;
            return reader;
        } finally {
            if (!opened) {
                blob.close();
            }
        }
    }

    /** Sorted by the bytes of their paths, so a directory precedes what is in it. */
    public List<FileEntry> files() {
        return files;
    }

    /** The sum of all files, in bytes. */
    public long bytes() {
        return files.stream().mapToLong(FileEntry::size).sum();
    }

    /** The chunk blobs that must live as long as this tree. */
    public List<Digest> references() {
        return references;
    }

    public InputStream open(FileEntry file) throws IOException {
        if (file.body() instanceof FileEntry.Body.Regular(ContentRef content)) {
            return contents.open(content);
        }
        throw new IllegalArgumentException("'" + file.path() + "' has no content: it is a " + file.body());
    }

    /**
     * Writes the tree as a new directory, which appears whole or not at all; it may exist only if it is empty. Nothing is
     * synced: what is materialized can be materialized again.
     *
     * @throws DirectoryNotEmptyException if there is something already
     */
    public void materialize(Path directory) throws IOException {
        Path target = directory.toAbsolutePath();
        requireEmpty(target);
        Path temporary = Files.createTempDirectory(parentOf(target), ".mh-tree-");
        boolean moved = false;
        try {
            materializeInto(temporary);
            Files.setPosixFilePermissions(temporary, PosixFilePermissions.fromString("rwxr-xr-x"));
            Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
            moved = true;
        } finally {
            if (!moved) {
                Removal.of(temporary);
            }
        }
    }

    /** Writes the files below an existing directory, beside what is there; each appears whole or not at all. */
    public void materializeInto(Path directory) throws IOException {
        Materializer materializer = new Materializer(directory);
        for (FileEntry file : files) {
            materializer.write(file, contents);
        }
        materializer.finish();
    }

    private static Path parentOf(Path target) throws IOException {
        Path parent = target.getParent();
        if (parent == null) {
            throw new DirectoryNotEmptyException(target.toString());
        }
        return Files.createDirectories(parent);
    }

    private static void requireEmpty(Path target) throws IOException {
        if (!Files.exists(target)) {
            return;
        }
        try (Stream<Path> there = Files.list(target)) {
            if (there.findAny().isPresent()) {
                throw new DirectoryNotEmptyException(target.toString());
            }
        }
    }

    @Override
    public void close() throws IOException {
        blob.close();
    }
}
