package org.manyhands.core.plan;

import java.util.Optional;
import java.util.SortedMap;
import org.manyhands.core.Bytes;

/** A step in the making: the components of another one, of which some are changed before it is made. */
final class StepPlanDraft {
    private final StepPlan was;
    long items;
    SortedMap<String, Long> demand;
    int atMost;
    Bytes template;
    boolean open;
    String where;
    String spread;
    Optional<Input> input;

    StepPlanDraft(StepPlan was) {
        this.was = was;
        items = was.items();
        demand = was.demand();
        atMost = was.atMost();
        template = was.template();
        open = was.open();
        where = was.where();
        spread = was.spread();
        input = was.input();
    }

    StepPlan plan() {
        return new StepPlan(
                was.name(),
                items,
                was.dependencies(),
                demand,
                atMost,
                was.retry(),
                was.stopAfter(),
                was.lostAfterMillis(),
                template,
                open,
                where,
                spread,
                input);
    }
}
