package org.manyhands.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.manyhands.core.Bytes;
import org.manyhands.core.StepRef;
import org.manyhands.core.command.Command;
import org.manyhands.core.items.ItemSet;
import org.manyhands.core.place.Distances;
import org.manyhands.core.place.Placer;
import org.manyhands.core.plan.Dependency;
import org.manyhands.core.plan.Plan;
import org.manyhands.core.plan.Retry;
import org.manyhands.core.plan.StepPlan;
import org.manyhands.server.kit.Applied;
import org.manyhands.server.kit.Words;

/** Nodes have eight cores, and tasks need one. */
class TimelineTest {
    private static final long MILLIS = 1_000;

    private final Applied applied = new Applied();
    private int keys = 100;

    private static StepPlan step(String name, long items, Dependency... dependencies) {
        return new StepPlan(
                name,
                items,
                List.of(dependencies),
                new TreeMap<>(Collections.singletonMap("cpu", 1_000L)),
                0,
                Retry.NONE,
                0,
                0,
                Bytes.EMPTY);
    }

    private long submit(int priority, StepPlan... steps) {
        Plan plan = new Plan("job", List.of(steps), priority, Optional.empty(), "somebody");
        return applied.submit(Words.submit(++keys, plan));
    }

    private Timeline timeline(long job) {
        return new Timeline(
                applied.state(),
                job,
                state -> Placer.place(state, (where, node, labels) -> true, Distances.NONE),
                _ -> MILLIS);
    }

    @Test
    void shouldDoAsManyAtOnceAsThereIsRoomFor() {
        applied.open("a");
        applied.open("b");
        List<Timeline.Span> spans = timeline(submit(0, step("work", 160))).look();
        assertThat(spans).hasSize(1);
        assertThat(spans.getFirst().beginMillis()).isZero();
        assertThat(spans.getFirst().endMillis()).isBetween(10 * MILLIS, 11 * MILLIS);
        assertThat(spans.getFirst().nodes().keySet()).containsExactly("a", "b");
        assertThat(spans.getFirst().nodes().values()).allMatch(tasks -> tasks > 60);
    }

    @Test
    void shouldBeginAStepWhenItsDependenciesAreDone() {
        applied.open("a");
        long job = submit(
                0, step("one", 8), step("two", 8, new Dependency.All(0)), step("three", 1, new Dependency.All(1)));
        List<Long> ends = new ArrayList<>();
        timeline(job).look().forEach(span -> ends.add(span.endMillis()));
        assertThat(ends).containsExactly(MILLIS, 2 * MILLIS, 3 * MILLIS);
    }

    @Test
    void shouldWaitForWhatComesBefore() {
        applied.open("a");
        submit(5, step("first", 80));
        Timeline.Span span = timeline(submit(0, step("work", 8))).look().getFirst();
        assertThat(span.endMillis()).isGreaterThanOrEqualTo(10 * MILLIS);
    }

    @Test
    void shouldShareWhatTheClusterHas() {
        applied.open("a");
        applied.open("b");
        applied.apply(new Command.RaiseLevel(Command.LEVEL_MEMBERS));
        applied.apply(new Command.SetResource("licence", 2_000));
        long job = submit(0, step("work", 10).withDemand("licence", 1_000));
        assertThat(timeline(job).look().getFirst().endMillis()).isGreaterThanOrEqualTo(5 * MILLIS);
    }

    @Test
    void shouldSayNothingOfWhatCannotRun() {
        applied.open("a");
        long job = submit(0, step("work", 10).withDemand("gpu", 1_000));
        assertThat(timeline(job).look()).containsExactly(Timeline.Span.NONE);
    }

    @Test
    void shouldLearnFromTheNewestJobOfTheSameName() {
        long session = applied.open("a");
        long before = submit(0, step("work", 1));
        assertThat(new Learned(applied.state()).millis(new StepRef(before, 0))).isEmpty();
        StepRef ref = new StepRef(before, 0);
        applied.apply(new Command.Grant(session, ref, ItemSet.of(0), 1));
        applied.apply(Words.commit(session, 1, Words.part(ref, ItemSet.of(0), ItemSet.EMPTY)));
        long job = submit(0, step("work", 5), step("other", 5));
        Learned learned = new Learned(applied.state());
        assertThat(learned.millis(new StepRef(job, 0))).hasValue(10);
        assertThat(learned.millis(new StepRef(job, 1))).isEmpty();
    }
}
