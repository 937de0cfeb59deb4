package org.manyhands.cli.node;

/** A node cannot be opened; the sentence says why. */
public final class NodeException extends Exception {
    private static final long serialVersionUID = 1;

    public NodeException(String sentence) {
        super(sentence);
    }
}
