package org.manyhands.cli.identity;

/** This machine did not become a node; the sentence says why. */
public final class JoiningException extends Exception {
    private static final long serialVersionUID = 1;

    JoiningException(String sentence) {
        super(sentence);
    }
}
