package org.manyhands.worker.run;

/** The control plane did not answer: whether what was sent was done is unknown, and the same again later will tell. */
public final class LinkDownException extends Exception {
    private static final long serialVersionUID = 1;

    public LinkDownException(String sentence) {
        super(sentence);
    }
}
