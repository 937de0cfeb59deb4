package org.manyhands.core.kit;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.manyhands.core.Bytes;
import org.manyhands.core.plan.Dependency;
import org.manyhands.core.plan.Input;
import org.manyhands.core.plan.Retry;
import org.manyhands.core.plan.StepPlan;

/** A step in few words: one thousandth of nothing, no retries, no limits, unless said otherwise. */
public final class StepBuilder {
    private final String name;
    private final long items;
    private final List<Dependency> dependencies = new ArrayList<>();
    private final SortedMap<String, Long> demand = new TreeMap<>();
    private int atMost;
    private Retry retry = Retry.NONE;
    private long stopAfter;
    private long lostAfterMillis;
    private Bytes template = Bytes.EMPTY;
    private boolean open;
    private String where = "";
    private String spread = "";
    private Optional<Input> input = Optional.empty();

    private StepBuilder(String name, long items) {
        this.name = name;
        this.items = items;
    }

    public static StepBuilder step(String name, long items) {
        return new StepBuilder(name, items);
    }

    public StepBuilder each(int step) {
        dependencies.add(new Dependency.Each(step));
        return this;
    }

    public StepBuilder all(int step) {
        dependencies.add(new Dependency.All(step));
        return this;
    }

    public StepBuilder demand(String resource, long amount) {
        demand.put(resource, amount);
        return this;
    }

    public StepBuilder cores(long cores) {
        return demand("cpu", cores * 1_000);
    }

    public StepBuilder atMost(int tasks) {
        atMost = tasks;
        return this;
    }

    public StepBuilder retry(int max, long backoffMillis) {
        retry = new Retry(max, backoffMillis);
        return this;
    }

    public StepBuilder stopAfter(long failures) {
        stopAfter = failures;
        return this;
    }

    public StepBuilder lostAfter(long millis) {
        lostAfterMillis = millis;
        return this;
    }

    public StepBuilder template(Bytes bytes) {
        template = bytes;
        return this;
    }

    public StepBuilder open() {
        open = true;
        return this;
    }

    /** As {@link Equalities} reads it. */
    public StepBuilder where(String condition) {
        where = condition;
        return this;
    }

    public StepBuilder spread(String label) {
        spread = label;
        return this;
    }

    public StepBuilder input(Bytes blob, long bytes) {
        input = Optional.of(new Input(blob, bytes));
        return this;
    }

    public StepPlan build() {
        return new StepPlan(
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
                where,
                spread,
                input);
    }
}
