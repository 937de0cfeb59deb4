package org.manyhands.verify.disk;

import java.nio.file.Path;

/** A symbolic link, which is whole wherever its name is. */
record LinkNode(Path target) implements Node {
    @Override
    public void putInto(Image image, Path path, Loss loss) {
        image.links().put(path, target);
    }

    @Override
    public void force() {}
}
