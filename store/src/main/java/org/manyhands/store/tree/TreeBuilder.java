package org.manyhands.store.tree;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import org.manyhands.store.BlobBuilder;
import org.manyhands.store.BlobKind;
import org.manyhands.store.BlobRefusedException;
import org.manyhands.store.BlobSink;
import org.manyhands.store.ByteWriter;
import org.manyhands.store.ContentRef;
import org.manyhands.store.ContentWriter;
import org.manyhands.store.Digest;
import org.manyhands.store.SealedBlob;
import org.manyhands.store.files.FileEntry;
import org.manyhands.store.files.FilePath;
import org.manyhands.store.files.FileWalk;
import org.manyhands.store.files.NewFile;

/**
 * Makes a tree. Content: the small files in the order of their paths, then the listing. Application part: number of files,
 * where the listing is, the chunks that are named. Times and owners are not kept: they would make equal trees differ.
 */
public final class TreeBuilder {
    private final ContentWriter contents;
    private final Path spoolDirectory;

    /** @param chunks takes content above 1 MiB, before the tree names it */
    public TreeBuilder(BlobSink chunks, Path spoolDirectory) {
        this.contents = new ContentWriter(chunks, spoolDirectory);
        this.spoolDirectory = spoolDirectory;
    }

    /** Everything below a directory; see {@link FileWalk#directory}. */
    public SealedBlob fromDirectory(Path base) throws IOException {
        return fromFiles(FileWalk.directory(base));
    }

    /** These files and directories below a base; see {@link FileWalk#paths}. */
    public SealedBlob fromPaths(Path base, Collection<Path> paths) throws IOException {
        return fromFiles(FileWalk.paths(base, paths));
    }

    /** Throws {@link BlobRefusedException} if a file changed since it was found, or lies below a file or link. */
    public SealedBlob fromFiles(List<NewFile> files) throws IOException {
        TreeMap<FilePath, NewFile> sorted = new TreeMap<>();
        for (NewFile file : files) {
            if (sorted.put(file.path(), file) != null) {
                throw new IllegalArgumentException("'" + file.path() + "' is given twice");
            }
        }
        try (BlobBuilder blob = new BlobBuilder(BlobKind.TREE, spoolDirectory)) {
            TreeSet<Digest> references = new TreeSet<>();
            ByteWriter listing = new ByteWriter();
            for (NewFile file : sorted.values()) {
                FileEntry entry = FileEntry.of(file, regular -> contents.write(regular.content(), blob));
                if (entry.body() instanceof FileEntry.Body.Regular(ContentRef content)) {
                    content.addReferences(references);
                }
                entry.encode(listing);
            }
            blob.endFrame();
            ByteWriter index = new ByteWriter()
                    .number(sorted.size())
                    .number(blob.position())
                    .number(listing.size());
            index.number(references.size());
            references.forEach(index::digest);
            return blob.write(listing.toBytes()).seal(index.toBytes());
        }
    }
}
