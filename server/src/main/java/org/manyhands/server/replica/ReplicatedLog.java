package org.manyhands.server.replica;

import java.util.concurrent.CompletableFuture;

/**
 * A log of opaque entries, kept by one member or by a majority of several, that drives one {@link Replicated}.
 *
 * <p>The contract of every implementation (suite: {@code ReplicatedLogContract}):
 *
 * <ul>
 *   <li><b>Order.</b> Entries have indexes that only grow, with gaps. {@link Replicated#apply} is called exactly once per
 *       committed entry and process life, in the order of the log, on one thread. Appends made by one thread enter the
 *       log in the order of the calls.
 *   <li><b>Three outcomes.</b> {@link Appended.Applied} comes after the entry is durable, committed and applied on this
 *       member. {@link Appended.Refused} means that it never entered the log. {@link Appended.Unknown} means that it may
 *       or may not be applied, now or later. The log never repeats an entry by itself.
 *   <li><b>Completion.</b> Every future returned completes, at the latest when the log is closed. Its dependents run on
 *       the thread of the log: they may enqueue, and never block.
 *   <li><b>Reads.</b> State read after {@link #readIndex} completed contains everything that was committed anywhere when
 *       it was called.
 *   <li><b>Failure.</b> A throw from {@link Replicated} or a failing disk ends the log and is told to the
 *       {@link HaltHandler}; nothing is applied afterwards.
 * </ul>
 */
public interface ReplicatedLog extends AutoCloseable {

    /**
     * Appends an entry; does not block on the disk.
     *
     * @param entry at least one byte; the log keeps the array, so the caller must not change it any more
     * @return completes normally, always
     */
    CompletableFuture<Appended> append(byte[] entry);

    /**
     * Waits until everything committed at the time of this call is applied on this member, also when it follows.
     *
     * @return the index up to which this member has applied, at least; or exceptionally a
     *     {@link LogUnavailableException} when no leader confirms it
     */
    CompletableFuture<Long> readIndex();

    /** The role of this member, as far as it knows now. */
    Leadership leadership();

    /** False once the log is closed, halted or broken: it applies nothing any more. */
    boolean alive();

    /** Notes durably how far this member has come, so that the next start misses whatever is lost of it. */
    default void note() {}

    /** Asks for a snapshot soon; the log takes others by itself. Returns at once. */
    void snapshot();

    /** Ends the log. What is still in flight completes as {@link Appended.Unknown}. Idempotent. */
    @Override
    void close();
}
