package org.manyhands.core.place;

import java.util.ArrayList;
import java.util.List;
import org.manyhands.core.command.Command.Grant;
import org.manyhands.core.items.ItemSet;
import org.manyhands.core.state.Step;

/**
 * Gives the items of one step to the nodes that offer themselves.
 *
 * <p>First, where it matters, what begins at once goes where it is spread best or the nearest to what it reads. Then every node gets its
 * share of what may run on it. An item that failed on a node may not, unless it failed on all
 * of them. Then slots that would stay idle take what is left, avoided or not: better tried here again than not at all.
 */
final class Giving {
    private final Turn turn;
    private final Step step;
    private final long ticks;
    private final ItemSet everywhere;
    private final List<Offer> before;
    private final List<Offer> after;
    private ItemSet left;
    private long slotsLeft;

    Giving(Turn turn, long ticks, ItemSet candidates, long slotsLeft, Offers offers) {
        this.turn = turn;
        this.step = turn.step();
        this.ticks = ticks;
        this.left = candidates;
        this.slotsLeft = slotsLeft;
        this.before = offers.useful();
        this.after = new ArrayList<>(before);
        this.everywhere = offers.avoidedEverywhere();
    }

    void give() {
        if (FirstPlaces.matter(before)) {
            begin();
        }
        long wanting =
                before.stream().filter(this::wants).mapToLong(Offer::width).sum();
        ItemSet all = left;
        for (int i = 0; i < after.size(); i++) {
            Offer offer = after.get(i).widened(before.get(i).width()).within(slotsLeft);
            long share =
                    wanting == 0 ? 0 : Math.ceilDiv(all.size() * before.get(i).width(), wanting);
            long count = Math.min(share, Depth.missing(step.work(), ticks, offer));
            ItemSet avoided = avoided(offer).andNot(everywhere);
            take(i, offer, choose(left.andNot(avoided), count));
        }
        for (int i = 0; i < after.size() && !left.isEmpty(); i++) {
            Offer offer = after.get(i).widened(before.get(i).width()).within(slotsLeft);
            take(i, offer, choose(left, offer.width() - offer.lease().items().size()));
        }
    }

    private void begin() {
        long[] counts = FirstPlaces.of(before, Math.min(left.size(), slotsLeft));
        for (int i = 0; i < counts.length; i++) {
            Offer offer = after.get(i).within(slotsLeft);
            take(i, offer, choose(left.andNot(avoided(offer).andNot(everywhere)), counts[i]));
        }
    }

    /** The candidates that nobody took. */
    ItemSet left() {
        return left;
    }

    /** How many more of the step may run at once. */
    long slotsLeft() {
        return slotsLeft;
    }

    /** What was given, each with what it takes of its node. */
    void grant(Nodes nodes, List<Grant> grants) {
        for (int i = 0; i < after.size(); i++) {
            Offer old = before.get(i);
            Offer now = after.get(i);
            ItemSet items = now.lease().items().andNot(old.lease().items());
            boolean wider =
                    !now.lease().items().isEmpty() && now.width() > old.lease().width();
            if (!items.isEmpty() || wider) {
                grants.add(new Grant(now.site().session(), turn.ref(), items, (int) now.width()));
                nodes.use(
                        now.site().session(),
                        turn.plan(),
                        now.lease().used() - old.lease().used());
            }
        }
    }

    private void take(int i, Offer offer, ItemSet items) {
        Offer taken = offer.take(items);
        slotsLeft -= taken.lease().used() - after.get(i).lease().used();
        left = left.andNot(items);
        after.set(i, taken);
    }

    private boolean wants(Offer offer) {
        return Depth.missing(step.work(), ticks, offer) > 0;
    }

    /** Retries first, then the lowest. */
    private ItemSet choose(ItemSet from, long count) {
        ItemSet retries = step.tries().greaterThan(0, from).lowest(count);
        return retries.or(from.andNot(retries).lowest(count - retries.size()));
    }

    private ItemSet avoided(Offer offer) {
        return step.avoid().get(offer.node()).orElse(ItemSet.EMPTY);
    }
}
