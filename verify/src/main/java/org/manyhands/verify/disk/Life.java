package org.manyhands.verify.disk;

import java.io.IOException;
import java.nio.file.Path;

/** A program that writes, and what it has promised by then. A new one is made for each crash. */
public interface Life {
    /** Makes what is there before, on a real disk. */
    default void prepare(Path root) throws IOException {}

    /**
     * Writes until it is done or the disk fails. After a failure it may be called again, as the next process that finds what the
     * one before has left.
     */
    void write(Path root) throws Exception;

    /** Recovers what a crash has left, on a real disk, and proves that every promise made is kept. */
    void check(Path root) throws Exception;
}
