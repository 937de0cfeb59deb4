package org.manyhands.verify.simulation;

import java.io.Serial;

/** A promise that was not kept; the message says which. */
final class Violation extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    Violation(String sentence) {
        super(sentence);
    }

    static void unless(boolean kept, String sentence) {
        if (!kept) {
            throw new Violation(sentence);
        }
    }
}
