package org.manyhands.store;

import java.io.IOException;

/** Who has the blob, or should take it, does not answer now. */
public final class BlobUnreachableException extends IOException {
    private static final long serialVersionUID = 1;

    public BlobUnreachableException(String sentence) {
        super(sentence);
    }

    public BlobUnreachableException(String sentence, Exception cause) {
        super(sentence, cause);
    }
}
