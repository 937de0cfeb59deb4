package org.manyhands.verify.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/** What is on a disk after a loss, by path relative to its top. Equal if no program could tell the difference. */
record Image(SortedSet<Path> directories, Map<Path, ByteBuffer> files, Map<Path, Path> links) {
    Image() {
        this(new TreeSet<>(), new HashMap<>(), new HashMap<>());
    }

    /** Makes all of it below a directory that is not there yet. */
    void layOut(Path top) throws IOException {
        for (Path each : directories) {
            Files.createDirectory(top.resolve(each));
        }
        for (Map.Entry<Path, ByteBuffer> each : files.entrySet()) {
            Files.write(top.resolve(each.getKey()), each.getValue().array());
        }
        for (Map.Entry<Path, Path> each : links.entrySet()) {
            Files.createSymbolicLink(top.resolve(each.getKey()), each.getValue());
        }
    }
}
