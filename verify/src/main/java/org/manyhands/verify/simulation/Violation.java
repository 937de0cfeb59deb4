package org.manyhands.verify.simulation;

import java.io.Serial;

/** A promise that was not kept; the message says which. */
final class Violation extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    private final String sentence;

    Violation(String sentence) {
        super(sentence);
        this.sentence = sentence;
    }

    String sentence() {
        return sentence;
    }

    static void unless(boolean kept, String sentence) {
        if (!kept) {
            throw new Violation(sentence);
        }
    }
}
