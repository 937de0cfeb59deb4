package org.manyhands.core.plan;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.manyhands.core.Bytes;
import org.manyhands.core.state.Labels;

/**
 * One template of work over items 0 to {@code items} - 1.
 *
 * @param name unique within the job; letters, digits, '-', '_' and '.', 1 to 64 characters
 * @param items how many items; 0 to {@value #ITEMS_MAX}
 * @param dependencies the earlier steps this one waits for
 * @param demand what one task needs, in bytes or thousandths, see {@link ResourceNames}
 * @param atMost how many tasks may run at once over all nodes; 0 is no limit
 * @param retry what happens to an item that failed
 * @param stopAfter the job is aborted when so many items of this step have failed for good; 0 is never
 * @param lostAfterMillis how long after the end of its session an item stays with the silent node before it runs elsewhere;
 *     0 is not at all
 * @param template what a worker needs to run a task; opaque here
 * @param open whether items may still come, or might have when the job was cancelled; {@code items} is how many have come
 * @param where an expression of the labels of nodes, which holds for those that may run it; at most
 *     {@value #WHERE_CHARACTERS_MAX} characters, none: any node. Who places must heed it, a grant is not checked against it
 * @param spread a label over whose values its tasks are spread as evenly as there is room, {@value #SPREAD_NODE} for nodes; none: where
 *     there is most room
 */
public record StepPlan(
        String name,
        long items,
        List<Dependency> dependencies,
        SortedMap<String, Long> demand,
        int atMost,
        Retry retry,
        long stopAfter,
        long lostAfterMillis,
        Bytes template,
        boolean open,
        String where,
        String spread,
        Optional<Input> input) {
    public static final long ITEMS_MAX = 100_000_000;
    public static final int WHERE_CHARACTERS_MAX = 1_024;

    /** Stands for the name of the node where a label is expected. */
    public static final String SPREAD_NODE = "node";

    public StepPlan {
        dependencies = List.copyOf(dependencies);
        demand = Collections.unmodifiableSortedMap(new TreeMap<>(demand));
        if (name.isEmpty() || name.length() > 64) {
            throw new IllegalArgumentException("step name: " + name.length() + " characters (expected: 1 to 64)");
        }
        if (items < 0 || items > ITEMS_MAX) {
            throw new IllegalArgumentException(
                    "items of step " + name + ": " + items + " (expected: 0 to " + ITEMS_MAX + ")");
        }
        if (atMost < 0 || stopAfter < 0 || lostAfterMillis < 0) {
            throw new IllegalArgumentException("step " + name + ": at_most " + atMost + ", stop_after " + stopAfter
                    + ", lost_after " + lostAfterMillis + " (expected: >= 0)");
        }
        if (where.length() > WHERE_CHARACTERS_MAX) {
            throw new IllegalArgumentException("where of step " + name + ": " + where.length()
                    + " characters (expected: at most " + WHERE_CHARACTERS_MAX + ")");
        }
        if (spread.length() > Labels.NAME_CHARACTERS_MAX) {
            throw new IllegalArgumentException("spread of step " + name + ": " + spread.length()
                    + " characters (expected: at most " + Labels.NAME_CHARACTERS_MAX + ")");
        }
        demand.forEach((resource, amount) -> {
            if (amount < 0) {
                throw new IllegalArgumentException("resource " + resource + ": " + amount + " (expected: >= 0)");
            }
        });
    }

    /** A step that has all its items. */
    public StepPlan(
            String name,
            long items,
            List<Dependency> dependencies,
            SortedMap<String, Long> demand,
            int atMost,
            Retry retry,
            long stopAfter,
            long lostAfterMillis,
            Bytes template) {
        this(name, items, dependencies, demand, atMost, retry, stopAfter, lostAfterMillis, template, false);
    }

    /** A step that runs wherever there is room. */
    public StepPlan(
            String name,
            long items,
            List<Dependency> dependencies,
            SortedMap<String, Long> demand,
            int atMost,
            Retry retry,
            long stopAfter,
            long lostAfterMillis,
            Bytes template,
            boolean open) {
        this(
                name,
                items,
                dependencies,
                demand,
                atMost,
                retry,
                stopAfter,
                lostAfterMillis,
                template,
                open,
                "",
                "",
                Optional.empty());
    }

    /** Whether it has a list of items of its own to which some may still come; else it follows a step item by item. */
    public boolean takesItems() {
        return open && dependencies.stream().noneMatch(Dependency.Each.class::isInstance);
    }

    /** Whether its items stay with a session that is silent, for a while. */
    public boolean staysWhenSilent() {
        return lostAfterMillis > 0;
    }

    StepPlan withItems(long newItems, boolean newOpen) {
        return with(draft -> {
            draft.items = newItems;
            draft.open = newOpen;
        });
    }

    StepPlan withAtMost(int newAtMost) {
        return with(draft -> draft.atMost = newAtMost);
    }

    /** The same step, whose tasks need this much of a resource. */
    public StepPlan withDemand(String resource, long amount) {
        SortedMap<String, Long> newDemand = new TreeMap<>(demand);
        newDemand.put(resource, amount);
        return with(draft -> draft.demand = newDemand);
    }

    public StepPlan withTemplate(Bytes newTemplate) {
        return with(draft -> draft.template = newTemplate);
    }

    public StepPlan withWhere(String newWhere) {
        return with(draft -> draft.where = newWhere);
    }

    public StepPlan withSpread(String newSpread) {
        return with(draft -> draft.spread = newSpread);
    }

    public StepPlan withInput(Optional<Input> newInput) {
        return with(draft -> draft.input = newInput);
    }

    private StepPlan with(Consumer<StepPlanDraft> change) {
        StepPlanDraft draft = new StepPlanDraft(this);
        change.accept(draft);
        return draft.plan();
    }
}
