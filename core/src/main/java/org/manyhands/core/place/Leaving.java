package org.manyhands.core.place;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.LongStream;
import org.manyhands.core.command.Command.Revoke;
import org.manyhands.core.command.Mark;
import org.manyhands.core.items.ItemSet;
import org.manyhands.core.state.Drain;
import org.manyhands.core.state.State;

/** Nodes that get nothing until some time: drains that have a limit, after which what still runs is wanted back, and what is set aside. */
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

    /** When the next limit is over, of a node that is there, or the next one is not set aside any more. */
    static Optional<Long> nextDue(State state) {
        OptionalLong due = state.sessions().values().stream()
                .flatMapToLong(session -> LongStream.concat(
                        state.drain(session).stream().mapToLong(Drain::endTicks),
                        LongStream.of(session.health().asideUntilTicks())))
                .filter(ticks -> ticks > state.ticks())
                .min();
        return due.isPresent() ? Optional.of(due.getAsLong()) : Optional.empty();
    }
}
