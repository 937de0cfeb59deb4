package org.manyhands.core.place;

import java.util.ArrayList;
import java.util.List;
import org.manyhands.core.command.Command.Revoke;
import org.manyhands.core.command.Mark;
import org.manyhands.core.items.ItemSet;

/** Drains that have a limit, after which what still runs is wanted back. */
final class Leaving {
    private Leaving() {}

    /** What is overdue and was not wanted back yet. */
    static List<Revoke> overdue(Hosts hosts, long ticks) {
        List<Revoke> revokes = new ArrayList<>();
        hosts.limited()
                .filter(host -> host.drain().filter(drain -> drain.over(ticks)).isPresent())
                .forEach(host -> host.session().leases().forEach((step, lease) -> {
                    ItemSet left = lease.items().andNot(lease.kill());
                    if (!left.isEmpty()) {
                        revokes.add(new Revoke(host.id(), step, left, Mark.KILL));
                    }
                }));
        return revokes;
    }
}
