package org.manyhands.core.machine;

import java.util.Locale;
import java.util.Optional;
import org.manyhands.core.StepRef;
import org.manyhands.core.command.Command.Invalidate;
import org.manyhands.core.command.Event;
import org.manyhands.core.command.FailureReason;
import org.manyhands.core.command.Mark;
import org.manyhands.core.command.Reply;
import org.manyhands.core.command.Verdict;
import org.manyhands.core.items.ItemSet;
import org.manyhands.core.maps.PersistentMap;
import org.manyhands.core.plan.Dependency;
import org.manyhands.core.state.CommitRef;
import org.manyhands.core.state.Job;
import org.manyhands.core.state.Lease;
import org.manyhands.core.state.Phase;
import org.manyhands.core.state.ReasonCount;
import org.manyhands.core.state.Session;
import org.manyhands.core.state.Step;

/** Results of which no copy is left: made again as long as the job has not ended, else failed. */
final class Losses {
    private static final String REASON = FailureReason.OUTPUT_LOST.name().toLowerCase(Locale.ROOT);

    private Losses() {}

    static Reply invalidate(Transition transition, Invalidate lost) {
        StepRef ref = lost.step();
        Optional<Step> found = transition.step(ref);
        if (found.isEmpty()) {
            return transition.job(ref.job()).isEmpty() ? transition.noSuchJob(ref.job()) : Transition.noSuchStep(ref);
        }
        ItemSet named = lost.items().and(found.get().ok());
        ItemSet items =
                transition.holds(Rule.LOSS_SPARES_LATER_RESULTS) ? named.andNot(later(found.get(), lost)) : named;
        if (items.equals(named)) {
            // Else the packs stay known as lost, and what was spared is looked at again.
            transition.put(ref, found.get().withCommits(without(found.get(), lost)));
        }
        if (items.isEmpty()) {
            return new Reply.Done();
        }
        Job job = transition.state().jobs().at(ref.job());
        transition.tell(new Event.ResultsLost(ref, items, !job.decided()));
        if (job.phase() instanceof Phase.Decided end) {
            fail(transition, job, end, ref, items);
        } else {
            again(transition, job, ref, items);
        }
        return new Reply.Done();
    }

    /** Where results may be that came after the loss was found. */
    private static ItemSet later(Step step, Invalidate lost) {
        ItemSet later = ItemSet.EMPTY;
        for (PersistentMap.Entry<Long, CommitRef> entry : step.commits()) {
            if (entry.key() > lost.through()) {
                later = later.or(
                        ItemSet.range(entry.value().first(), entry.value().last() + 1));
            }
        }
        return later;
    }

    private static PersistentMap<Long, CommitRef> without(Step step, Invalidate lost) {
        PersistentMap<Long, CommitRef> commits = step.commits();
        for (PersistentMap.Entry<Long, CommitRef> entry : step.commits()) {
            if (lost.packs().contains(entry.value().pack())) {
                commits = commits.remove(entry.key());
            }
        }
        return commits;
    }

    /** Its end is another one, so who is to be told of it is told again. */
    private static void fail(Transition transition, Job job, Phase.Decided end, StepRef ref, ItemSet items) {
        Step step = job.steps().get(ref.step());
        long before = step.reasons().get(REASON).map(ReasonCount::count).orElse(0L);
        Step failed = step.withOk(step.ok().andNot(items))
                .withFailed(step.failed().or(items))
                .withReasons(step.reasons()
                        .put(REASON, new ReasonCount(before + items.size(), items.last(), "all copies are gone")));
        Verdict verdict = end.verdict() == Verdict.OK ? Verdict.FAILED : end.verdict();
        Job ended = job.withStep(ref.step(), failed)
                .endedAgain(
                        new Phase.Decided(verdict, end.reason(), end.ticks(), end.wallMillis()),
                        Notices.owed(job.plan(), verdict));
        transition.put(ended);
        transition.tell(new Event.JobDecided(ended.id(), ended.run(), verdict));
    }

    /** What was made of the results stays, if it is ok. */
    private static void again(Transition transition, Job job, StepRef ref, ItemSet items) {
        Step step = job.steps().get(ref.step());
        transition.put(ref, step.withOk(step.ok().andNot(items)));
        if (transition.holds(Rule.LOSS_WANTS_DEPENDENTS_BACK)) {
            for (int number = 0; number < job.steps().size(); number++) {
                for (Dependency dependency : job.plan().steps().get(number).dependencies()) {
                    if (dependency.step() == ref.step()) {
                        wantBack(transition, job.ref(number), dependency, items);
                    }
                }
            }
        }
        Decisions.decide(transition, job.id());
    }

    /** What is ok before its holder hears of it counts. */
    private static void wantBack(Transition transition, StepRef dependent, Dependency dependency, ItemSet lost) {
        for (Session session : transition.state().sessions().values()) {
            Lease lease = session.leases().get(dependent).orElse(Lease.NONE);
            ItemSet held = dependency instanceof Dependency.Each ? lease.items().and(lost) : lease.items();
            if (!held.isEmpty()) {
                transition.put(session.withLease(dependent, lease.marked(held, Mark.KILL)));
            }
        }
    }
}
