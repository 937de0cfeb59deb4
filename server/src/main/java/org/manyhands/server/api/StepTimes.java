package org.manyhands.server.api;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.manyhands.core.command.Event;
import org.manyhands.core.items.ItemSet;
import org.manyhands.core.journal.Line.Happened;
import org.manyhands.core.state.Job;

/** When the steps of a job began and ended, found while its events pass. Not thread-safe. */
final class StepTimes {
    private final Job job;
    private final List<ItemSet> settled;
    private final boolean[] begun;

    StepTimes(Job job) {
        this.job = job;
        settled = new ArrayList<>(Collections.nCopies(job.steps().size(), ItemSet.EMPTY));
        begun = new boolean[job.steps().size()];
    }

    /** What an event means for a step, told before the event itself. */
    Optional<EventView> before(Happened line, Event event) {
        if (event instanceof Event.ItemsGranted granted && !begun[granted.step().step()]) {
            begun[granted.step().step()] = true;
            return Optional.of(view(line, granted.step().step(), "step_started", "began"));
        }
        return Optional.empty();
    }

    /** What an event means for a step, told after the event itself. */
    Optional<EventView> after(Happened line, Event event) {
        return switch (event) {
            case Event.ItemsOk ok -> more(line, ok.step().step(), ok.items());
            case Event.ItemsFailed failed -> more(line, failed.step().step(), failed.items());
            case Event.ItemsReset reset -> again(reset.step().step(), reset.items());
            case Event.ResultsLost lost when lost.again() -> again(lost.step().step(), lost.items());
            default -> Optional.empty();
        };
    }

    private Optional<EventView> more(Happened line, int step, ItemSet items) {
        long all = job.plan().steps().get(step).items();
        boolean before = settled.get(step).size() == all;
        settled.set(step, settled.get(step).or(items));
        return !before && settled.get(step).size() == all
                ? Optional.of(view(line, step, "step_ended", "ended"))
                : Optional.empty();
    }

    private Optional<EventView> again(int step, ItemSet items) {
        settled.set(step, settled.get(step).andNot(items));
        begun[step] = false;
        return Optional.empty();
    }

    private EventView view(Happened line, int step, String kind, String happened) {
        String name = job.plan().steps().get(step).name();
        return new EventView(
                line.applied(),
                line.wallMillis(),
                kind,
                Long.toString(job.id()),
                name,
                "",
                0,
                "",
                0,
                "",
                "",
                "step " + name + " " + happened);
    }
}
