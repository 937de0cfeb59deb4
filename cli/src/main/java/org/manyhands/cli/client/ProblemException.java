package org.manyhands.cli.client;

/** A request was refused; the sentence says why. */
public final class ProblemException extends Exception {
    private static final long serialVersionUID = 1;

    private final int status;

    ProblemException(int status, String sentence) {
        super(sentence);
        this.status = status;
    }

    public boolean notFound() {
        return status == 404;
    }

    /** Whether nobody could say if it was done. */
    boolean unknown() {
        return status == 503;
    }
}
