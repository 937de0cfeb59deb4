package org.manyhands.server.replica;

/** What is in the log, or in a snapshot, is of a version of the program that is newer than this one. */
public final class NewerVersionException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** @param found what it is, and what of it is not known here */
    public NewerVersionException(String found) {
        super(found + ". Start the version of mh that wrote it, or a newer one.");
    }
}
