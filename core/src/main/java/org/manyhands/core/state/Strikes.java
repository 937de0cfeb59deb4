package org.manyhands.core.state;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.manyhands.core.items.ItemSet;
import org.manyhands.core.items.Planes;

/**
 * The deaths of nodes that may have been the work of items of a step: each item that was running has a strike for it, until it is
 * ok or has failed otherwise. It is evidence, not proof: a node dies of other things too.
 *
 * @param deaths in the order in which they were found; each with items
 */
public record Strikes(List<Strike> deaths) {
    public static final Strikes NONE = new Strikes(List.of());

    /** An item with so many runs alone: nodes die of other things too, but seldom twice with the same item. */
    public static final int SUSPECT = 2;

    /** An item with so many has failed for good. */
    public static final int POISON = 3;

    /** As many deaths are remembered of a step; more give no strikes until some of these have none left. */
    public static final int DEATHS_MAX = 64;

    public Strikes {
        deaths = List.copyOf(deaths);
    }

    /** The items with at least one. */
    public ItemSet items() {
        ItemSet items = ItemSet.EMPTY;
        for (Strike death : deaths) {
            items = items.or(death.items());
        }
        return items;
    }

    /** Those with so many that they run alone. */
    public ItemSet suspects() {
        return atLeast(SUSPECT);
    }

    /** Those with so many that they fail. */
    public ItemSet poisonous() {
        return atLeast(POISON);
    }

    private ItemSet atLeast(int strikes) {
        if (deaths.size() < strikes) {
            return ItemSet.EMPTY;
        }
        Planes counts = Planes.ZERO;
        for (Strike death : deaths) {
            counts = counts.increment(death.items());
        }
        return counts.greaterThan(strikes - 1, items());
    }

    /** The deaths of which an item has a strike. */
    public List<Strike> of(long item) {
        return deaths.stream().filter(death -> death.items().contains(item)).toList();
    }

    /** One more strike for each of these items; not a second one for the same life of a node. */
    public Strikes with(Strike strike) {
        ItemSet items = strike.items();
        for (Strike death : deaths) {
            items = death.of(strike.node(), strike.boot()) ? items.andNot(death.items()) : items;
        }
        if (items.isEmpty() || deaths.size() >= DEATHS_MAX) {
            return this;
        }
        List<Strike> more = new ArrayList<>(deaths);
        more.add(strike.with(items));
        return new Strikes(more);
    }

    /** None for these items any more. */
    public Strikes without(ItemSet items) {
        return each(death -> death.with(death.items().andNot(items)));
    }

    /** That life of the node goes on: it gives no strikes, but for {@code kept} items. */
    public Strikes without(String node, long boot, ItemSet kept) {
        return each(death -> death.of(node, boot) ? death.with(death.items().and(kept)) : death);
    }

    private Strikes each(UnaryOperator<Strike> change) {
        return deaths.isEmpty()
                ? this
                : new Strikes(deaths.stream()
                        .map(change)
                        .filter(death -> !death.items().isEmpty())
                        .toList());
    }
}
