package org.manyhands.core.place;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.SortedSet;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;
import org.manyhands.core.items.ItemSet;
import org.manyhands.core.plan.StepPlan;
import org.manyhands.core.state.Lease;
import org.manyhands.core.state.Session;
import org.manyhands.core.state.State;

/** What nodes could do for one step: those that meet its condition, and can run more of it or run it now. */
final class Offers {
    private static final Comparator<Offer> EMPTIEST = Comparator.comparingLong(
                    (Offer offer) -> offer.lease().used())
            .thenComparing(Comparator.comparingLong(Offer::width).reversed())
            .thenComparing(Offer::node);

    private final State state;
    private final Hosts hosts;
    private final Nodes nodes;
    private final Distances distances;
    private final Turn turn;
    private final long slotsLeft;

    /** @param slotsLeft how many more tasks of the step may run */
    Offers(Cluster cluster, Nodes nodes, Distances distances, Turn turn, long slotsLeft) {
        this.state = cluster.state();
        this.hosts = cluster.hosts();
        this.nodes = nodes;
        this.distances = distances;
        this.turn = turn;
        this.slotsLeft = slotsLeft;
    }

    /**
     * The offers that are of use, and perhaps others; the emptiest first. All, if it makes a difference for what begins where
     * others run.
     */
    List<Offer> useful() {
        List<Offer> some = offers(wanting(), "", _ -> 0);
        boolean differ = !turn.plan().spread().isEmpty() || distances.matterTo(turn.plan());
        return differ && some.stream().anyMatch(Offer::begins)
                ? offers(every(), turn.plan().spread(), distances.to(state, turn.plan()))
                : some;
    }

    private List<Offer> offers(Stream<Long> sessions, String spread, ToIntFunction<Session> distance) {
        List<Offer> offers = new ArrayList<>();
        sessions.map(hosts::at).filter(this::offers).forEach(host -> offers.add(offer(host, spread, distance)));
        offers.sort(EMPTIEST);
        return offers;
    }

    private Offer offer(Host host, String spread, ToIntFunction<Session> distance) {
        Site site = new Site(
                host.id(),
                host.node(),
                host.session().health().onTrial(),
                group(host, spread),
                distance.applyAsInt(host.session()));
        return new Offer(site, width(host), lease(host));
    }

    /** Nodes that do not have the label have that in common. */
    private static String group(Host host, String spread) {
        return switch (spread) {
            case "" -> "";
            case StepPlan.SPREAD_NODE -> host.node();
            default -> host.labels().getOrDefault(spread, "");
        };
    }

    private boolean offers(Host host) {
        return turn.kind().opens(host.id()) && !nodes.closed(host) && width(host) > 0;
    }

    /** How many tasks of the step could run there at once, with those that do. */
    private long width(Host host) {
        long more = Math.min(slotsLeft, nodes.fits(host, turn.kind()));
        long most = host.session().health().onTrial() ? 1 : Host.WIDTH_MAX;
        return Math.min(most, lease(host).used() + Math.max(0, more));
    }

    private Lease lease(Host host) {
        return host.session().leases().get(turn.ref()).orElse(Lease.NONE);
    }

    /** Those where one more could run, or that have too little in store. The others cannot be given anything. */
    private Stream<Long> wanting() {
        SortedSet<Long> some = holders().low(used -> Depth.low(turn.step().work(), state.ticks(), used));
        some.addAll(free());
        return some.stream();
    }

    private Stream<Long> every() {
        return Stream.concat(holders().sessions(), free().stream()).distinct();
    }

    private Holders holders() {
        return hosts.holders(turn.ref());
    }

    private SortedSet<Long> free() {
        return slotsLeft > 0 ? turn.kind().free() : Collections.emptySortedSet();
    }

    /** Items that failed on all nodes that make an offer. */
    ItemSet avoidedEverywhere() {
        Iterator<Host> all = turn.step().avoid().isEmpty()
                ? Collections.emptyIterator()
                : every().map(hosts::at).filter(this::offers).iterator();
        ItemSet everywhere = all.hasNext() ? avoided(all.next()) : ItemSet.EMPTY;
        // Few nodes are avoided, so it is not long until one is not.
        while (!everywhere.isEmpty() && all.hasNext()) {
            everywhere = everywhere.and(avoided(all.next()));
        }
        return everywhere;
    }

    private ItemSet avoided(Host host) {
        return turn.step().avoid().get(host.node()).orElse(ItemSet.EMPTY);
    }
}
