package org.manyhands.store;

import java.io.IOException;

/** Who may have the blob does not answer now. */
public final class BlobUnreachableException extends IOException {
    private static final long serialVersionUID = 1;

    public BlobUnreachableException(String sentence, IOException cause) {
        super(sentence, cause);
    }
}
