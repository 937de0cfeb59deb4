package org.manyhands.verify.disk;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A symbolic link, which is whole wherever its name is. */
record LinkNode(Path target) implements Node {
    @Override
    public void layOut(Path path, Loss loss) throws IOException {
        Files.createSymbolicLink(path, target);
    }

    @Override
    public void force() {}
}
