package org.manyhands.store.pack;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.manyhands.store.Blob;
import org.manyhands.store.BlobKind;
import org.manyhands.store.BlobSource;
import org.manyhands.store.ByteReader;
import org.manyhands.store.ContentReader;
import org.manyhands.store.CorruptBlobException;
import org.manyhands.store.Digest;

/** A pack to read: its index is in memory, a task is read with the frames it lies in. Safe for concurrent use. */
public final class PackReader implements AutoCloseable {
    private final Blob blob;
    private final ContentReader contents;
    private final TaskKey[] keys;
    private final long[] positions;
    private final int[] lengths;
    private final List<Digest> references;

    private PackReader(Blob blob, BlobSource source) throws CorruptBlobException {
        this.blob = blob;
        this.contents = new ContentReader(blob, source);
        ByteReader index = new ByteReader(blob.name(), "index", blob.applicationPart());
        int size = index.count("the number of tasks");
        keys = new TaskKey[size];
        positions = new long[size];
        lengths = new int[size];
        readHeads(index);
        references = readReferences(index);
        index.end();
    }

    private void readHeads(ByteReader index) throws CorruptBlobException {
        TaskKey before = TaskKey.ZERO;
        long position = 0;
        for (int i = 0; i < keys.length; i++) {
            TaskKey key = TaskKey.decode(index, before);
            if (i > 0 && key.compareTo(before) <= 0) {
                throw index.malformed(key + " follows " + before);
            }
            position += index.signed();
            keys[i] = key;
            positions[i] = position;
            lengths[i] = (int) index.number(Integer.MAX_VALUE, "the length of a task");
            before = key;
        }
    }

    private static List<Digest> readReferences(ByteReader index) throws CorruptBlobException {
        int count = index.count("the number of chunks");
        List<Digest> references = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            references.add(index.digest());
        }
        return List.copyOf(references);
    }

    /** Opens a pack; the source also gives its chunks. */
    public static PackReader open(BlobSource source, Digest pack) throws IOException {
        Blob blob = source.open(pack, BlobKind.PACK);
        boolean opened = false;
        try {
            PackReader reader = new PackReader(blob, source);
            opened = true;
            return reader;
        } finally {
            if (!opened) {
                blob.close();
            }
        }
    }

    public Digest name() {
        return blob.name();
    }

    public int size() {
        return keys.length;
    }

    /** Task number i in the order of keys, without reading it. */
    public TaskKey key(int i) {
        return keys[i];
    }

    /** Reads task number i in the order of keys. */
    public PackEntry entry(int i) throws IOException {
        Objects.checkIndex(i, keys.length);
        return PackEntry.decode(keys[i], blob, blob.read(positions[i], lengths[i]), contents);
    }

    public Optional<PackEntry> find(long job, int step, long item) throws IOException {
        return find(new TaskKey(job, step, item));
    }

    public Optional<PackEntry> find(TaskKey key) throws IOException {
        int i = indexFrom(key);
        return i < keys.length && keys[i].equals(key) ? Optional.of(entry(i)) : Optional.empty();
    }

    public boolean contains(TaskKey key) {
        int i = indexFrom(key);
        return i < keys.length && keys[i].equals(key);
    }

    /** The number of the first task whose key is not lower: where an iteration over a range of items begins. */
    public int indexFrom(TaskKey key) {
        int low = 0;
        int high = keys.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (keys[middle].compareTo(key) < 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** The keys of a step, of items {@code first} to {@code last} inclusive, in order. */
    public List<TaskKey> keys(long job, int step, long first, long last) {
        List<TaskKey> in = new ArrayList<>();
        TaskKey end = new TaskKey(job, step, last);
        for (int i = indexFrom(new TaskKey(job, step, first)); i < keys.length && keys[i].compareTo(end) <= 0; i++) {
            in.add(keys[i]);
        }
        return in;
    }

    /** The chunk blobs that must live as long as this pack. */
    public List<Digest> references() {
        return references;
    }

    @Override
    public void close() throws IOException {
        blob.close();
    }
}
