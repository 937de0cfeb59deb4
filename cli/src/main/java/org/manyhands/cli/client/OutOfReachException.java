package org.manyhands.cli.client;

/** No node answers: what was asked may or may not have been done. */
public final class OutOfReachException extends Exception {
    private static final long serialVersionUID = 1;

    OutOfReachException(String sentence) {
        super(sentence);
    }
}
