package org.manyhands.verify.disk;

import java.io.IOException;
import java.nio.file.Path;

/** What a name stands for; it outlives its names. */
sealed interface Node permits FileNode, DirectoryNode, LinkNode {
    /** Makes it at a path that is free, as it is after a loss. */
    void layOut(Path path, Loss loss) throws IOException;

    /** What there is now is on the disk. */
    void force();
}
