package org.manyhands.server.replica;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * What a {@link ReplicatedLog} drives: a state that is a function of the entries applied.
 *
 * <p>All methods except {@link #leaderLost} are called by one thread at a time, each happening before the next: restore
 * at most once before the first apply (and again only where a follower installs a snapshot of its leader). An unchecked
 * exception is a bug: the log halts rather than skip or diverge.
 */
public interface Replicated {

    /**
     * Applies one committed entry, synchronously and deterministically.
     *
     * @param term of the leader that proposed it
     * @param index greater than that of the entry before
     * @param entry owned by the callee
     */
    void apply(long term, long index, byte[] entry);

    /** Writes the state as of the last applied entry. Does not close the stream. */
    void save(OutputStream out) throws IOException;

    /** Replaces the state by one that {@link #save} wrote. Throws IOException when the bytes cannot be read. */
    void restore(InputStream in) throws IOException;

    /**
     * This member leads and has applied everything of earlier terms: leader duties start here, tagged with the term. Only
     * enqueues.
     */
    void leaderReady(long term);

    /**
     * The duties of the last {@link #leaderReady} end. Comes on any thread, at once, without waiting for the entries
     * before it; once for each leaderReady at most. Only enqueues.
     */
    void leaderLost();
}
