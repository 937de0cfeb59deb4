package org.manyhands.core.command;

import java.util.List;

/**
 * One entry of the replicated log: a batch of commands and the time at which the leader made it.
 *
 * @param ticks milliseconds of the cluster's own monotonic time, stamped by the leader; never less than before
 * @param wallMillis milliseconds since 1970 by the leader's wall clock; only for people to read
 */
public record Entry(List<Envelope> commands, long ticks, long wallMillis) {
    public Entry {
        commands = List.copyOf(commands);
    }
}
