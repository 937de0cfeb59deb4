package org.manyhands.verify.disk;

/** What a disk, or a program on it, may do wrong; the sweep must find it. */
public enum Fault {
    /** A file is not forced, although it was asked for. */
    FILES_ARE_NOT_FORCED,
    /** The names of a directory are not forced, although it was asked for. */
    DIRECTORIES_ARE_NOT_FORCED
}
