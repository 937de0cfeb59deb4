package org.manyhands.store;

import java.io.IOException;
import java.util.Optional;

/** Is told that a copy of a blob turned out to be damaged, and gives another one to go on with. */
@FunctionalInterface
public interface Spare {
    /** There is but the one copy. */
    Spare NONE = Optional::empty;

    /** The bytes of another copy; empty if there is none. */
    Optional<BlobBytes> another() throws IOException;
}
