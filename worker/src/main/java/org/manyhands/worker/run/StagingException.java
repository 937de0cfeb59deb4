package org.manyhands.worker.run;

/** An attempt cannot be prepared; the sentence says what was wrong with which value. */
final class StagingException extends Exception {
    private static final long serialVersionUID = 1;

    StagingException(String sentence) {
        super(sentence);
    }
}
