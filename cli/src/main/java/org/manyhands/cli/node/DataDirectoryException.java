package org.manyhands.cli.node;

/** The data directory cannot be used; the sentence says why and what to do. */
public final class DataDirectoryException extends Exception {
    private static final long serialVersionUID = 1;

    DataDirectoryException(String sentence) {
        super(sentence);
    }
}
