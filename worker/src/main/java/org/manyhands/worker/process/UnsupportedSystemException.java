package org.manyhands.worker.process;

/** This system lacks what an implementation stands on. */
public final class UnsupportedSystemException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String reason;

    UnsupportedSystemException(String reason) {
        super(reason);
        this.reason = reason;
    }

    /** What is lacking, as a part of a sentence. */
    String reason() {
        return reason;
    }
}
