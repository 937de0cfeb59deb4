package org.manyhands.verify.simulation;

import java.util.List;
import org.manyhands.core.command.Envelope;
import org.manyhands.core.command.Event;
import org.manyhands.core.command.Reply;
import org.manyhands.core.state.Job;
import org.manyhands.core.state.State;

/** Asks promises. One that is not kept throws a {@link Violation}. */
interface Checker {

    /** One command of a committed entry, as the truth applies it. */
    record Applied(State before, Envelope envelope, Reply reply, List<Event> events, State after) {}

    /** After each command of each committed entry, once. */
    default void applied(Applied applied) {}

    /** Whether a command changed a job: states share what is the same in both, so the very object tells. */
    @SuppressWarnings("ReferenceEquality")
    static boolean changed(Applied applied, Job job) {
        return applied.before().jobs().get(job.id()).orElse(null) != job;
    }

    /** After everything that happens anywhere. */
    default void afterEvent() {}

    /** When the world is at rest. */
    default void atEnd() {}
}
