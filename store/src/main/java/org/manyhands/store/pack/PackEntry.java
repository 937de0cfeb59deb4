package org.manyhands.store.pack;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.manyhands.store.Blob;
import org.manyhands.store.ByteReader;
import org.manyhands.store.ContentReader;
import org.manyhands.store.ContentRef;
import org.manyhands.store.CorruptBlobException;
import org.manyhands.store.files.FileEntry;
import org.manyhands.store.files.Materializer;

/** One task of a pack: its record and listing are read, its outputs are opened on demand while the pack is open. */
public final class PackEntry {
    private final TaskKey key;
    private final byte[] record;
    private final ContentRef stdout;
    private final ContentRef stderr;
    private final List<FileEntry> files;
    private final ContentReader contents;

    private PackEntry(TaskKey key, ByteReader head, ContentReader contents) throws CorruptBlobException {
        this.key = key;
        this.contents = contents;
        record = head.string();
        stdout = ContentRef.decode(head);
        stderr = ContentRef.decode(head);
        int count = head.count("the number of files");
        List<FileEntry> entries = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            entries.add(FileEntry.decode(head));
        }
        head.end();
        files = List.copyOf(entries);
    }

    static PackEntry decode(TaskKey key, Blob blob, byte[] head, ContentReader contents) throws CorruptBlobException {
        return new PackEntry(key, new ByteReader(blob.name(), "task " + key, head), contents);
    }

    public TaskKey key() {
        return key;
    }

    public byte[] record() {
        return record.clone();
    }

    public long stdoutBytes() {
        return stdout.length();
    }

    public InputStream stdout() throws IOException {
        return contents.open(stdout);
    }

    public long stderrBytes() {
        return stderr.length();
    }

    public InputStream stderr() throws IOException {
        return contents.open(stderr);
    }

    /** In the order in which the worker gave them. */
    public List<FileEntry> files() {
        return files;
    }

    /** Opens the content of a regular file of this entry. */
    public InputStream open(FileEntry file) throws IOException {
        if (file.body() instanceof FileEntry.Body.Regular(ContentRef content)) {
            return contents.open(content);
        }
        throw new IllegalArgumentException("'" + file.path() + "' has no content: it is a " + file.body());
    }

    /** Writes all files below an existing directory, beside what is there. */
    public void materialize(Path directory) throws IOException {
        Materializer materializer = new Materializer(directory);
        for (FileEntry file : files) {
            materializer.write(file, contents);
        }
        materializer.finish();
    }
}
