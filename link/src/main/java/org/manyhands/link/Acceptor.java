package org.manyhands.link;

/** Takes the streams that others open. */
@FunctionalInterface
public interface Acceptor {
    /**
     * Serves one stream, on a thread of its own. The stream ends when this returns.
     *
     * @throws LinkClosedException if the stream is over
     */
    void accept(LinkStream stream, Caller caller) throws LinkClosedException, InterruptedException;
}
