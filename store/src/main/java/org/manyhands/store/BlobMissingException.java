package org.manyhands.store;

import java.io.IOException;

/** The source that was asked has no such blob. */
public final class BlobMissingException extends IOException {
    private static final long serialVersionUID = 1;

    private final transient Digest blob;

    public BlobMissingException(Digest blob, String where) {
        super("blob " + blob + " is not in " + where);
        this.blob = blob;
    }

    public Digest blob() {
        return blob;
    }
}
