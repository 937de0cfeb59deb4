package org.manyhands.cli.node;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.manyhands.cli.schedule.Firing;
import org.manyhands.core.command.Actor;
import org.manyhands.core.command.Command;
import org.manyhands.core.command.RefusalCode;
import org.manyhands.core.command.Reply;
import org.manyhands.core.state.Schedule;
import org.manyhands.server.control.Answer;
import org.manyhands.server.control.Control;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fires the schedules of a node that stays.
 *
 * <p>Concurrency: one thread looks for what is due; a few others read what the jobs name, so that one that is slow to read
 * holds up few. A schedule is with one of them at a time. Failure: what was not answered, or died with the process, is still
 * due and is found again; the machine takes each time once.
 */
final class ScheduleRunner implements AutoCloseable {
    private static final long PAUSE_MILLIS = 1_000;
    private static final int FIRINGS_MAX = 4;
    private static final Logger LOG = LoggerFactory.getLogger(ScheduleRunner.class);

    private final Control control;
    private final Firing firing;
    private final Set<Long> atWork = ConcurrentHashMap.newKeySet();
    private final ExecutorService firings = Executors.newFixedThreadPool(
            FIRINGS_MAX, Thread.ofPlatform().name("schedule-", 0).daemon().factory());
    private final Thread thread;

    private ScheduleRunner(Control control, Firing firing) {
        this.control = control;
        this.firing = firing;
        thread = Thread.ofPlatform().name("schedules").daemon().unstarted(this::run);
    }

    static ScheduleRunner start(Control control, Firing firing) {
        ScheduleRunner runner = new ScheduleRunner(control, firing);
        runner.thread.start();
        return runner;
    }

    private void run() {
        try {
            while (true) {
                control.root().schedules().values().stream()
                        .filter(_ -> control.leads())
                        .filter(firing::isDue)
                        .filter(schedule -> atWork.add(schedule.id()))
                        .forEach(schedule -> firings.execute(() -> fire(schedule.name(), schedule.id())));
                Thread.sleep(PAUSE_MILLIS);
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    /** It may have waited for its turn, so it is looked at again. */
    private void fire(String name, long id) {
        try {
            var state = control.root();
            var schedule = state.schedules().get(name).filter(now -> now.id() == id && firing.isDue(now));
            if (schedule.isPresent()) {
                submit(schedule.get(), firing.fire(state, schedule.get()));
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        } finally {
            atWork.remove(id);
        }
    }

    /** A job that the machine does not take is skipped with what it says; anything else is tried again at the next look. */
    private void submit(Schedule schedule, Command.FireSchedule fire) throws InterruptedException {
        Answer answer = control.submit(Actor.LEADER, fire);
        LOG.info("Schedule {} was due: {}", schedule.name(), answer);
        if (answer instanceof Answer.Applied(Reply.Refused(RefusalCode code, String sentence), long _)
                && fire.plan().isPresent()
                && (code == RefusalCode.LIMIT || code == RefusalCode.INVALID)) {
            var _ = control.submit(Actor.LEADER, firing.skip(schedule, sentence));
        }
    }

    @Override
    public void close() {
        thread.interrupt();
        firings.shutdownNow();
    }
}
