package org.manyhands.link;

/** The stream is over: the other end closed it, or cannot be reached any more. */
public final class LinkClosedException extends Exception {
    private static final long serialVersionUID = 1;

    private final boolean refused;

    /** @param refused see {@link #refused()} */
    public LinkClosedException(String sentence, boolean refused) {
        super(sentence);
        this.refused = refused;
    }

    /** Whether the other end will have nothing to do with this node, so that trying again would not help. */
    public boolean refused() {
        return refused;
    }
}
