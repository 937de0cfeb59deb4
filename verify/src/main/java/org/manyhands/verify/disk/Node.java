package org.manyhands.verify.disk;

import java.nio.file.Path;

/** What a name stands for; it outlives its names. */
sealed interface Node permits FileNode, DirectoryNode, LinkNode {
    /** Puts it at a path of an image, as it is after a loss. */
    void putInto(Image image, Path path, Loss loss);

    /** What there is now is on the disk. */
    void force();
}
