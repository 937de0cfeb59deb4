package org.manyhands.cli.verb;

/** The words of the command line make no sense; the sentence says which and what was expected. */
final class UsageException extends Exception {
    private static final long serialVersionUID = 1;

    UsageException(String sentence) {
        super(sentence);
    }
}
