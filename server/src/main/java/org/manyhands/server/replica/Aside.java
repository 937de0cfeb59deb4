package org.manyhands.server.replica;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.manyhands.store.DurableFile;

/** Where damaged bytes are kept for people, under names that neither Ratis nor this program reads. */
final class Aside {
    private Aside() {}

    /** The path itself, or the first of its numbered siblings that is free. */
    static Path free(Path wanted) {
        Path path = wanted;
        for (int number = 2; Files.exists(path); number++) {
            path = wanted.resolveSibling(wanted.getFileName() + "." + number);
        }
        return path;
    }

    static Path move(Path file) throws IOException {
        Path aside = free(file.resolveSibling("damaged-" + file.getFileName()));
        DurableFile.renameDurably(file, aside);
        return aside;
    }
}
