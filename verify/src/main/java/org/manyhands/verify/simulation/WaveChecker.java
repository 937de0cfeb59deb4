package org.manyhands.verify.simulation;

import java.util.HashMap;
import java.util.Map;
import org.manyhands.core.command.Event;
import org.manyhands.core.plan.Retry;
import org.manyhands.core.state.Job;
import org.manyhands.core.state.Step;
import org.manyhands.core.state.Wave;

/** Nobody waits more than twice his back-off. */
final class WaveChecker implements Checker {
    private static final int WAVES_MAX = 4;

    private final Map<ItemKey, Long> latest = new HashMap<>();

    @Override
    public void applied(Applied applied) {
        for (Event event : applied.events()) {
            if (event instanceof Event.ItemsWaiting waiting) {
                Job job = applied.after().jobs().at(waiting.step().job());
                Step step = job.steps().get(waiting.step().step());
                Retry retry = job.plan().steps().get(waiting.step().step()).retry();
                long now = applied.after().ticks();
                AttemptChecker.each(waiting.items(), item -> {
                    long wait = retry.waitMillis(step.tries().get(item));
                    Violation.unless(
                            waiting.dueTicks() >= now + wait,
                            "item " + waiting.step() + "#" + item + " is tried again too early");
                    latest.put(new ItemKey(waiting.step(), item), now + 2 * wait);
                });
            }
        }
        for (Job job : applied.after().jobs().values()) {
            if (Checker.changed(applied, job)) {
                check(job, applied.after().ticks());
            }
        }
    }

    private void check(Job job, long ticks) {
        for (int number = 0; number < job.steps().size(); number++) {
            Step step = job.steps().get(number);
            long ahead = step.waves().stream()
                    .filter(wave -> wave.dueTicks() > ticks)
                    .count();
            Violation.unless(ahead <= WAVES_MAX, "step " + job.ref(number) + " has " + ahead + " waves ahead");
            for (Wave wave : step.waves()) {
                if (wave.dueTicks() <= ticks) {
                    continue;
                }
                int of = number;
                AttemptChecker.each(wave.items(), item -> {
                    ItemKey key = new ItemKey(job.ref(of), item);
                    Violation.unless(
                            wave.dueTicks() <= latest.getOrDefault(key, 0L),
                            "item " + key + " waits " + (wave.dueTicks() - latest.getOrDefault(key, 0L))
                                    + " ms longer than twice its back-off");
                });
            }
        }
    }
}
