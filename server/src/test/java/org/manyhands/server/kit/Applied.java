package org.manyhands.server.kit;

import java.util.List;
import org.manyhands.core.command.Actor;
import org.manyhands.core.command.Command;
import org.manyhands.core.command.Entry;
import org.manyhands.core.command.Envelope;
import org.manyhands.core.command.Reply;
import org.manyhands.core.machine.Machine;
import org.manyhands.core.machine.Outcome;
import org.manyhands.core.state.State;

/** A state to which commands are applied, one entry each. */
public final class Applied {
    private final Machine machine = new Machine();
    private State state = State.initial(7);

    public State state() {
        return state;
    }

    public Reply apply(Command command) {
        Outcome outcome = machine.apply(state, new Entry(List.of(new Envelope(Actor.LEADER, command)), 0, 0));
        state = outcome.state();
        return outcome.replies().getFirst();
    }

    /** The id of the session. */
    public long open(String node) {
        return apply(Words.open(node)) instanceof Reply.Opened opened ? opened.session() : -1;
    }

    /** The id of the job. */
    public long submit(Command.SubmitJob submit) {
        return apply(submit) instanceof Reply.Submitted submitted ? submitted.job() : -1;
    }
}
