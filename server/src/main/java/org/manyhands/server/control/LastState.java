package org.manyhands.server.control;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.manyhands.core.command.Actor;
import org.manyhands.core.command.Command.RecoverCluster;
import org.manyhands.core.command.Entry;
import org.manyhands.core.command.Envelope;
import org.manyhands.core.command.Reply;
import org.manyhands.core.machine.Machine;
import org.manyhands.core.machine.Outcome;
import org.manyhands.core.state.Invariants;
import org.manyhands.core.state.State;
import org.manyhands.server.replica.LogRefusedException;
import org.manyhands.server.replica.OfflineLog;

/** The state that a control node would have if all that is in its log counted, while it does not run. Changes nothing. */
public final class LastState {
    /** Of none; a log that has been recovered tells another one. */
    private static final long NO_EPOCH = 0;

    private final Machine machine;
    private final State state;

    private LastState(Machine machine, State state) {
        this.machine = machine;
        this.state = state;
    }

    /**
     * What is in a log.
     *
     * @throws LogRefusedException if the log is of a newer version
     */
    public static LastState of(OfflineLog log) throws IOException, LogRefusedException {
        Machine machine = new Machine();
        Replica replica = new Replica(machine, State.initial(NO_EPOCH), Replica.Observer.NONE);
        log.replay(replica);
        return new LastState(machine, replica.root());
    }

    public State state() {
        return state;
    }

    /** Why the cluster cannot be recovered from this; empty if it can. */
    public Optional<String> refusal(RecoverCluster recover) {
        Outcome outcome = machine.apply(state, entry(Actor.LEADER, recover));
        if (outcome.replies().getFirst() instanceof Reply.Refused refused) {
            return Optional.of(refused.sentence());
        }
        Invariants.check(outcome.state());
        return Optional.empty();
    }

    /** The entry that recovers it, for the end of the log. */
    public byte[] recovering(Actor actor, RecoverCluster recover) {
        return Replica.ENTRIES.encode(entry(actor, recover));
    }

    private Entry entry(Actor actor, RecoverCluster recover) {
        return new Entry(List.of(new Envelope(actor, recover)), state.ticks(), System.currentTimeMillis());
    }
}
