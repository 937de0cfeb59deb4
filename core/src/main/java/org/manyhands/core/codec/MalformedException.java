package org.manyhands.core.codec;

/** Bytes that are not an encoded value of the expected type. */
public final class MalformedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    MalformedException(String message) {
        super(message);
    }
}
