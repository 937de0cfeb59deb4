package org.manyhands.verify.simulation;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.manyhands.core.Bytes;
import org.manyhands.core.StepRef;
import org.manyhands.core.command.Command;
import org.manyhands.core.command.Event;
import org.manyhands.core.command.Verdict;
import org.manyhands.core.items.ItemSet;
import org.manyhands.core.plan.Dependency;
import org.manyhands.core.state.Job;
import org.manyhands.core.state.Lease;
import org.manyhands.core.state.Session;
import org.manyhands.core.state.State;
import org.manyhands.core.state.Step;

/** Jobs: one for each key, ids used once, verdicts that are true, and nothing before what it waits for. */
final class JobChecker implements Checker {
    private final Map<Bytes, Long> jobs = new HashMap<>();
    private final Set<Long> ids = new HashSet<>();

    @Override
    public void applied(Applied applied) {
        for (Event event : applied.events()) {
            if (event instanceof Event.JobSubmitted submitted
                    && applied.envelope().command() instanceof Command.SubmitJob submit) {
                unique(submitted.job());
                Violation.unless(
                        jobs.put(submit.key(), submitted.job()) == null, "one key made two jobs: " + submit.key());
            } else if (event instanceof Event.SessionOpened opened
                    && !applied.before().sessions().containsKey(opened.session())) {
                unique(opened.session());
            } else if (event instanceof Event.JobDecided decided) {
                checkVerdict(applied.after().jobs().at(decided.job()), decided.verdict());
            } else if (event instanceof Event.ItemsGranted granted) {
                Violation.unless(
                        applied.before()
                                .jobs()
                                .at(granted.step().job())
                                .paused()
                                .isEmpty(),
                        "items of step " + granted.step() + " were granted while the job was paused");
            } else if (event instanceof Event.JobRemoved removed) {
                Violation.unless(
                        applied.before().archived().containsKey(removed.job())
                                || applied.before().jobs().at(removed.job()).decided(),
                        "a job was removed before it ended");
            }
        }
        for (Job job : applied.after().jobs().values()) {
            if (Checker.changed(applied, job)) {
                checkOrder(applied, job);
            }
        }
    }

    private void unique(long id) {
        Violation.unless(ids.add(id), "id " + id + " was used twice");
    }

    private static void checkVerdict(Job job, Verdict verdict) {
        Violation.unless(
                (verdict == Verdict.OK) == job.allOk(), "job " + job.id() + " is called " + verdict + " and is not");
    }

    /** What was made of a result that was lost later stays; what is being made of it is to come back. */
    private static void checkOrder(Applied applied, Job job) {
        Optional<Job> before = applied.before().jobs().get(job.id());
        for (int number = 0; number < job.steps().size(); number++) {
            Step step = job.steps().get(number);
            int same = number;
            ItemSet made = before.map(job1 -> job1.steps().get(same).ok()).orElse(ItemSet.EMPTY);
            ItemSet begun = step.ok()
                    .andNot(made)
                    .or(step.held())
                    .andNot(wantedBack(applied.before(), job.ref(number)))
                    .andNot(wantedBack(applied.after(), job.ref(number)));
            for (Dependency dependency : job.plan().steps().get(number).dependencies()) {
                boolean kept = switch (dependency) {
                    case Dependency.Each each ->
                        job.steps().get(each.step()).ok().containsAll(begun);
                    case Dependency.All all -> begun.isEmpty() || job.complete(all.step());
                };
                Violation.unless(
                        kept, "items of step " + job.ref(number) + " are held or ok, and what they wait for is not ok");
            }
        }
    }

    private static ItemSet wantedBack(State state, StepRef step) {
        ItemSet wanted = ItemSet.EMPTY;
        for (Session session : state.sessions().values()) {
            wanted = wanted.or(session.leases().get(step).orElse(Lease.NONE).kill());
        }
        return wanted;
    }
}
