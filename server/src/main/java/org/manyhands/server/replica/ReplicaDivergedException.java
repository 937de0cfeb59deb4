package org.manyhands.server.replica;

/** This member came to something else by the same entries as the others, or cannot read one. It must not go on. */
public final class ReplicaDivergedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** @param sentence what is wrong, and what to do */
    public ReplicaDivergedException(String sentence) {
        super(sentence);
    }
}
