package org.manyhands.store;

import java.io.IOException;

/** A valid wish that a bound or the disk forbids; the message is the sentence for a person. */
public final class BlobRefusedException extends IOException {
    private static final long serialVersionUID = 1;

    /** Which bound. */
    public enum Reason {
        /** Larger than a limit of the format or of the store. */
        TOO_LARGE,
        /** The store's share of the disk is used up. */
        STORE_FULL,
        /** The disk itself has too little space left. */
        LOW_DISK,
        /** Written by a newer version of the program. */
        NEWER_FORMAT,
        /** A file name, file type or link that cannot be kept. */
        UNSUITABLE_FILE,
        /** A file changed while it was read. */
        FILE_CHANGED,
        /** The store stopped after a failed write; restart it. */
        STOPPED
    }

    private final Reason reason;

    public BlobRefusedException(Reason reason, String sentence) {
        super(sentence);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
