package org.manyhands.store.local;

import java.nio.file.Path;

/** Where a blob lies: a range of a segment, or a file of its own. */
sealed interface Location {
    long length();

    Path path();

    long start();

    record InSegment(Segment segment, long start, long length) implements Location {
        @Override
        public Path path() {
            return segment.path();
        }
    }

    record OwnFile(Path path, long length) implements Location {
        @Override
        public long start() {
            return 0;
        }
    }
}
