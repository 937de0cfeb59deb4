package org.manyhands.core.journal;

import java.util.List;
import org.manyhands.core.command.Event;

/** A line of the journal. New kinds go to the end. */
public sealed interface Line {

    /**
     * What one entry of the log made happen. Entries of which nothing came have no line.
     *
     * @param applied the number of the state that the entry made
     * @param ticks the cluster's monotonic time, in milliseconds
     * @param wallMillis milliseconds since 1970 by the clock of the leader of then; for people only
     */
    record Happened(long applied, long ticks, long wallMillis, List<Event> events) implements Line {
        public Happened {
            events = List.copyOf(events);
        }
    }

    /** The last line of a segment: what it took to get here. */
    record Cut(Position end) implements Line {}
}
