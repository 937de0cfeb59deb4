package org.manyhands.store.pack;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.manyhands.store.BlobBuilder;
import org.manyhands.store.BlobKind;
import org.manyhands.store.BlobRefusedException;
import org.manyhands.store.BlobSink;
import org.manyhands.store.ByteWriter;
import org.manyhands.store.Content;
import org.manyhands.store.ContentRef;
import org.manyhands.store.ContentWriter;
import org.manyhands.store.Digest;
import org.manyhands.store.SealedBlob;
import org.manyhands.store.files.FileEntry;
import org.manyhands.store.files.NewFile;

/**
 * Collects outputs and records of tasks into a pack.
 *
 * <p>Concurrency: slots may add at the same time. Content above 1 MiB goes to the chunk sink without the lock; the rest
 * is appended under it. An add that fails leaves at most some unreachable bytes.
 */
public final class PackBuilder implements AutoCloseable {
    /** Small enough that a single task is cheap to read, large enough to compress well. */
    public static final int FRAME_BYTES = 256 << 10;

    public static final int RECORD_BYTES_MAX = 256 << 10;
    public static final int TASKS_MAX = 1_000_000;
    public static final int FILES_PER_TASK_MAX = 100_000;

    /** Beyond this a pack should be sealed and another begun. */
    public static final long CONTENT_BYTES_ADVISED = 256L << 20;

    private static final ContentRef NOTHING = new ContentRef.Inline(0, 0);

    private final BlobBuilder blob;
    private final ContentWriter contents;
    private final Heads heads = new Heads();
    private final TreeSet<Digest> references = new TreeSet<>();
    private final ByteWriter scratch = new ByteWriter();

    /**
     * @param chunks takes content above 1 MiB, before the pack names it
     * @param spoolDirectory where a large pack waits until it is put
     */
    public PackBuilder(BlobSink chunks, Path spoolDirectory) {
        this.blob = new BlobBuilder(BlobKind.PACK, FRAME_BYTES, spoolDirectory);
        this.contents = new ContentWriter(chunks, spoolDirectory);
    }

    /**
     * Adds one task; of a key that is added again, the last one counts.
     *
     * @throws BlobRefusedException if a bound is exceeded, a file changed while it was read, or a link leads out
     */
    public void add(TaskKey key, byte[] record, Content stdout, Content stderr, List<NewFile> files)
            throws IOException {
        requireBounds(key, record, files);
        IdentityHashMap<Content, ContentRef> chunked = new IdentityHashMap<>();
        chunk(stdout, chunked);
        chunk(stderr, chunked);
        for (NewFile file : files) {
            if (file.body() instanceof NewFile.Body.Regular(Content content)) {
                chunk(content, chunked);
            }
        }
        append(key, record, stdout, stderr, files, chunked);
    }

    /**
     * Adds many tasks that have only a small standard output.
     *
     * @throws BlobRefusedException if a bound is exceeded; those before are added
     */
    public synchronized void addAll(List<SmallTask> tasks) throws IOException {
        for (SmallTask task : tasks) {
            requireBounds(task.key(), task.record(), List.of());
            requireRoom();
            ContentRef stdout = new ContentRef.Inline(blob.position(), task.stdout().length);
            blob.write(task.stdout());
            scratch.clear();
            scratch.string(task.record());
            stdout.encode(scratch);
            NOTHING.encode(scratch);
            scratch.number(0);
            heads.add(task.key(), blob.position(), scratch.size());
            blob.write(scratch.toBytes());
        }
    }

    private static void requireBounds(TaskKey key, byte[] record, List<NewFile> files) throws BlobRefusedException {
        if (record.length > RECORD_BYTES_MAX) {
            throw new BlobRefusedException(
                    BlobRefusedException.Reason.TOO_LARGE,
                    "the record of " + key + " has " + record.length + " bytes (limit: " + RECORD_BYTES_MAX + ")");
        }
        if (files.size() > FILES_PER_TASK_MAX) {
            throw new BlobRefusedException(
                    BlobRefusedException.Reason.TOO_LARGE,
                    key + " left " + files.size() + " files (limit: " + FILES_PER_TASK_MAX
                            + "): let the task pack them into an archive");
        }
    }

    private void chunk(Content content, IdentityHashMap<Content, ContentRef> chunked) throws IOException {
        if (!ContentWriter.isInline(content)) {
            chunked.put(content, contents.chunk(content));
        }
    }

    private synchronized void append(
            TaskKey key,
            byte[] record,
            Content stdout,
            Content stderr,
            List<NewFile> files,
            IdentityHashMap<Content, ContentRef> chunked)
            throws IOException {
        requireRoom();
        List<ContentRef> refs = new ArrayList<>();
        refs.add(place(stdout, chunked.get(stdout)));
        refs.add(place(stderr, chunked.get(stderr)));
        List<FileEntry> entries = new ArrayList<>(files.size());
        for (NewFile file : files) {
            entries.add(FileEntry.of(file, regular -> place(regular.content(), chunked.get(regular.content()))));
        }
        scratch.clear();
        scratch.string(record);
        refs.forEach(ref -> ref.encode(scratch));
        scratch.number(entries.size());
        entries.forEach(entry -> entry.encode(scratch));
        heads.add(key, blob.position(), scratch.size());
        blob.write(scratch.toBytes());
        chunked.values().forEach(ref -> ref.addReferences(references));
    }

    private ContentRef place(Content content, @Nullable ContentRef chunked) throws IOException {
        return chunked != null ? chunked : ContentWriter.inline(content, blob);
    }

    private void requireRoom() throws BlobRefusedException {
        if (heads.size() >= TASKS_MAX) {
            throw new BlobRefusedException(
                    BlobRefusedException.Reason.TOO_LARGE,
                    "the pack has " + TASKS_MAX + " tasks already: commit it and begin another");
        }
    }

    /** Takes all other tasks out of the index; their bytes stay and are read by nobody. */
    public synchronized void retain(Predicate<TaskKey> kept) {
        heads.retain(kept);
    }

    /** So many were added; a key that was added again counts again. */
    public synchronized int size() {
        return heads.size();
    }

    /** Content so far, before compression, chunks not counted; see {@link #CONTENT_BYTES_ADVISED}. */
    public synchronized long contentBytes() {
        return blob.position();
    }

    public synchronized SealedBlob seal() throws IOException {
        ByteWriter index = heads.encode();
        index.number(references.size());
        references.forEach(index::digest);
        return blob.seal(index.toBytes());
    }

    /** Drops what was not sealed. */
    @Override
    public synchronized void close() throws IOException {
        blob.close();
    }
}
