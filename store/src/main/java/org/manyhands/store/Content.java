package org.manyhands.store;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;

/** Bytes of known length that can be read from the start: output in memory, or a file that must hold still. */
public sealed interface Content permits MemoryContent, FileContent {
    /** In bytes. */
    long length();

    /** From the start; throws {@link BlobRefusedException} if a file may not be read. */
    InputStream open() throws IOException;

    /** Throws {@link BlobRefusedException} if a file changed since this content was made. */
    void requireUnchanged() throws IOException;

    /** The array must not be changed afterwards. */
    static Content of(byte[] bytes) {
        return new MemoryContent(bytes);
    }

    /** A regular file, never through a symlink; throws {@link BlobRefusedException} for anything else. */
    static Content of(Path file) throws IOException {
        return of(file, FileAccess.OWN);
    }

    /** As {@link #of(Path)}, with certain rights. */
    static Content of(Path file, FileAccess access) throws IOException {
        return FileContent.of(file, access);
    }
}
