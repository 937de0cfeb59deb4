package org.manyhands.server.identity;

/** Who is refused, and why, in a sentence for them. */
public final class GateException extends Exception {
    private static final long serialVersionUID = 1;

    GateException(String sentence) {
        super(sentence);
    }
}
