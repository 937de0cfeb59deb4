package org.manyhands.server.replica;

import java.time.Duration;
import java.util.SortedSet;
import java.util.concurrent.CompletableFuture;

/** Who keeps a log: members by their names, a majority of whom decides. Safe for concurrent use. */
public interface Membership {
    /** As this member knows it. */
    SortedSet<String> voters();

    /**
     * Has the leader take other members, one more or less at a time. Who is new catches up first, and has no say until then.
     *
     * @return completes when a majority has it; exceptionally, a {@link LogUnavailableException}, if this member does not lead, or the
     *     new one does not get on
     */
    CompletableFuture<Void> change(SortedSet<String> voters);

    /**
     * Has another member lead, which catches up first.
     *
     * @param to one of the voters
     * @return completes when it leads; exceptionally, a {@link LogUnavailableException}, if this member does not lead, or the other one
     *     cannot be reached or does not catch up within {@code limit}
     */
    CompletableFuture<Void> handOver(String to, Duration limit);
}
