package org.manyhands.store;

import java.io.IOException;

/** Bytes of a blob are not what its name promises; the message names the blob and the part. */
public final class CorruptBlobException extends IOException {
    private static final long serialVersionUID = 1;

    private final transient Digest blob;
    private final String part;

    /** The part is {@code frame 3}, {@code index}, {@code footer} or {@code header}. */
    public CorruptBlobException(Digest blob, String part, String reason) {
        super("blob " + blob + ", " + part + ": " + reason + "; read another copy of it");
        this.blob = blob;
        this.part = part;
    }

    public Digest blob() {
        return blob;
    }

    public String part() {
        return part;
    }
}
