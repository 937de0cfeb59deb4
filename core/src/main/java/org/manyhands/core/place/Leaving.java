package org.manyhands.core.place;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.manyhands.core.command.Command.Revoke;
import org.manyhands.core.command.Mark;
import org.manyhands.core.items.ItemSet;
import org.manyhands.core.state.Drain;
import org.manyhands.core.state.State;

/** Drains that have a limit: when it is over, what still runs is wanted back. */
final class Leaving {
    private Leaving() {}

    /** What is overdue and was not wanted back yet. */
    static List<Revoke> overdue(State state) {
        List<Revoke> revokes = new ArrayList<>();
        state.sessions().forEach((id, session) -> {
            if (state.drain(session).filter(drain -> drain.over(state.ticks())).isPresent()) {
                session.leases().forEach((step, lease) -> {
                    ItemSet left = lease.items().andNot(lease.kill());
                    if (!left.isEmpty()) {
                        revokes.add(new Revoke(id, step, left, Mark.KILL));
                    }
                });
            }
        });
        return revokes;
    }

    /** When the next limit is over, of a node that is there. */
    static Optional<Long> nextDue(State state) {
        OptionalLong due = state.sessions().values().stream()
                .flatMap(session -> state.drain(session).stream())
                .mapToLong(Drain::endTicks)
                .filter(ticks -> ticks > state.ticks())
                .min();
        return due.isPresent() ? Optional.of(due.getAsLong()) : Optional.empty();
    }
}
