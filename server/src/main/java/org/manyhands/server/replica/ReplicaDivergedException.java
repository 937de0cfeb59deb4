package org.manyhands.server.replica;

/** This member applied the same entries as the others and came to something else. It must not go on. */
public final class ReplicaDivergedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** @param sentence what differs, and what to do */
    public ReplicaDivergedException(String sentence) {
        super(sentence);
    }
}
