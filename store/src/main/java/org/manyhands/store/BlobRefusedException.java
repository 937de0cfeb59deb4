package org.manyhands.store;

import java.io.IOException;
import java.nio.file.AccessDeniedException;

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
        /** A file name, file type or link that cannot be kept, or a file that cannot be read. */
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

    /** A file whose modes, or those of a directory on the way to it, forbid reading it. */
    public static BlobRefusedException unreadable(AccessDeniedException denied) {
        return new BlobRefusedException(
                Reason.UNSUITABLE_FILE, "'" + denied.getFile() + "' cannot be read: permission denied");
    }

    public Reason reason() {
        return reason;
    }
}
