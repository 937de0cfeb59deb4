package org.manyhands.server.control;

import org.manyhands.core.machine.Outcome;
import org.manyhands.core.state.State;

/** Whom nothing of a replica concerns. */
final class Silent implements Replica.Observer {
    @Override
    public void applied(Outcome outcome) {}

    @Override
    public void restored(State root) {}

    @Override
    public void leaderReady(long term) {}

    @Override
    public void leaderLost() {}
}
