package org.manyhands.core.machine;

import java.util.List;
import org.manyhands.core.command.Event;
import org.manyhands.core.command.Reply;
import org.manyhands.core.state.State;

/** What applying an entry made: the new state, one reply for each command, and what happened. */
public record Outcome(State state, List<Reply> replies, List<Event> events) {
    public Outcome {
        replies = List.copyOf(replies);
        events = List.copyOf(events);
    }
}
