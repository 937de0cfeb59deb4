package org.manyhands.core.machine;

import java.util.List;
import org.manyhands.core.command.Event;
import org.manyhands.core.command.Verdict;
import org.manyhands.core.items.ItemSet;
import org.manyhands.core.maps.PersistentMap;
import org.manyhands.core.state.Job;
import org.manyhands.core.state.Phase;
import org.manyhands.core.state.State;
import org.manyhands.core.state.Step;

/** Decides jobs: by the entry after which nothing of them is held and nothing is ready. */
final class Decisions {
    private Decisions() {}

    /** Decides the job if the time has come. */
    static void decide(Transition transition, long id) {
        Job job = transition.state().jobs().at(id);
        if (job.decided() || open(transition, job)) {
            return;
        }
        Verdict verdict = verdict(job);
        Job ended = job.phase() instanceof Phase.Cancelling ? cancelRest(job) : job;
        State state = transition.state();
        transition.put(ended.withPhase(new Phase.Decided(verdict, reason(job), state.ticks(), state.wallMillis()))
                .withNotices(Notices.owed(job.plan(), verdict)));
        transition.tell(new Event.JobDecided(id, job.run(), verdict));
    }

    private static boolean open(Transition transition, Job job) {
        if (transition.holds(Rule.DECIDED_WHEN_NOTHING_HELD_OR_READY)) {
            return job.anyHeld() || job.anyReady() || (job.running() && job.anyOpen());
        }
        return job.steps().stream().allMatch(step -> step.failed().isEmpty()) && (job.anyHeld() || job.anyReady());
    }

    private static Verdict verdict(Job job) {
        if (job.allOk()) {
            return Verdict.OK;
        }
        return switch (job.phase()) {
            case Phase.Cancelling cancelling -> cancelling.byRule() ? Verdict.ABORTED : Verdict.CANCELLED;
            case Phase.Running _, Phase.Decided _ -> Verdict.FAILED;
        };
    }

    private static String reason(Job job) {
        return job.phase() instanceof Phase.Cancelling cancelling ? cancelling.reason() : "";
    }

    private static Job cancelRest(Job job) {
        Job ended = job;
        for (int number = 0; number < job.steps().size(); number++) {
            Step step = job.steps().get(number);
            ItemSet rest =
                    ItemSet.range(0, job.plan().steps().get(number).items()).andNot(step.settled());
            ended = ended.withStep(
                    number,
                    step.withCancelled(step.cancelled().or(rest))
                            .withWaves(List.of())
                            .withAvoid(PersistentMap.empty())
                            .withStrikes(step.strikes().without(rest)));
        }
        return ended;
    }
}
