package org.manyhands.verify.simulation;

import java.util.HashSet;
import java.util.Set;
import org.manyhands.core.command.Event;
import org.manyhands.core.command.Verdict;
import org.manyhands.core.plan.End;
import org.manyhands.core.plan.Notification;
import org.manyhands.core.state.Job;
import org.manyhands.core.state.Phase;

/**
 * Notices: each that the end of a run owes is told once, never before that end, and only by who has tried; at the end
 * nobody waits for one.
 */
final class NoticeChecker implements Checker {
    private final Truth truth;
    private final SimulatedStore store;
    private final Set<Key> tried = new HashSet<>();
    private final Set<Key> told = new HashSet<>();

    NoticeChecker(Truth truth, SimulatedStore store) {
        this.truth = truth;
        this.store = store;
    }

    /** One notice of one run. */
    record Key(long job, int run, int number) {}

    /** Somebody runs the command, or asks the address, however often. */
    void tries(Key key) {
        tried.add(key);
    }

    @Override
    public void applied(Applied applied) {
        for (Event event : applied.events()) {
            if (event instanceof Event.NoticeTold done) {
                Key key = new Key(done.job(), done.run(), done.number());
                Job before = applied.before().jobs().at(done.job());
                Violation.unless(before.decided(), key + " was told before the end of the job");
                Violation.unless(before.run() == done.run(), key + " was told in run " + before.run());
                Violation.unless(tried.contains(key), key + " was told and nobody tried");
                Violation.unless(told.add(key), key + " was told twice");
            } else if (event instanceof Event.JobRemoved removed) {
                Violation.unless(
                        !applied.before()
                                .jobs()
                                .get(removed.job())
                                .map(Job::owesNotice)
                                .orElse(false),
                        "job " + removed.job() + " was removed while somebody was to be told of its end");
            }
        }
    }

    @Override
    public void atEnd() {
        truth.state().jobs().values().forEach(this::checkAllTold);
        store.pages(truth.state()).forEach(this::checkAllTold);
    }

    private void checkAllTold(Job job) {
        for (int number = 0; number < job.plan().notifications().size(); number++) {
            Key key = new Key(job.id(), job.run(), number);
            Violation.unless(
                    told.contains(key) == wanted(job, job.plan().notifications().get(number)),
                    key + (told.contains(key) ? " was told and nobody wanted it" : " was never told"));
        }
    }

    private static boolean wanted(Job job, Notification notification) {
        return job.phase() instanceof Phase.Decided decided
                && notification
                        .on()
                        .contains(
                                decided.verdict() == Verdict.OK
                                        ? End.SUCCEEDED
                                        : decided.verdict() == Verdict.CANCELLED ? End.CANCELLED : End.FAILED);
    }
}
