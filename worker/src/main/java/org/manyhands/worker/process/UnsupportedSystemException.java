package org.manyhands.worker.process;

/** This system lacks what an implementation stands on; the message is a sentence for people. */
final class UnsupportedSystemException extends Exception {
    private static final long serialVersionUID = 1L;

    UnsupportedSystemException(String sentence) {
        super(sentence);
    }
}
