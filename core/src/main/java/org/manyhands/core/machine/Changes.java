package org.manyhands.core.machine;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.manyhands.core.StepRef;
import org.manyhands.core.command.Actor;
import org.manyhands.core.command.Command.PauseJob;
import org.manyhands.core.command.Command.ResumeJob;
import org.manyhands.core.command.Command.SetJob;
import org.manyhands.core.command.Event;
import org.manyhands.core.command.Mark;
import org.manyhands.core.command.RefusalCode;
import org.manyhands.core.command.Reply;
import org.manyhands.core.plan.Plan;
import org.manyhands.core.state.Job;
import org.manyhands.core.state.Lease;
import org.manyhands.core.state.Pause;
import org.manyhands.core.state.Session;
import org.manyhands.core.state.Usage;

/** What people change about a job while it runs: paused, resumed, its priority, how many of its tasks run at once. */
final class Changes {
    private Changes() {}

    static Reply pause(Transition transition, PauseJob pause, Actor actor) {
        Optional<Reply> refusal = notRunning(transition, pause.job());
        if (refusal.isPresent()) {
            return refusal.get();
        }
        Job job = transition.state().jobs().at(pause.job());
        if (job.paused().isEmpty()) {
            Pause now = new Pause(actor.name(), transition.state().wallMillis());
            transition.put(job.withPaused(Optional.of(now)));
            for (int step = 0; step < job.steps().size(); step++) {
                wantBack(transition, job.ref(step));
            }
            transition.tell(new Event.JobPaused(job.id(), actor.name()));
        }
        return new Reply.Done();
    }

    static Reply resume(Transition transition, ResumeJob resume, Actor actor) {
        Optional<Reply> refusal = notRunning(transition, resume.job());
        if (refusal.isPresent()) {
            return refusal.get();
        }
        Job job = transition.state().jobs().at(resume.job());
        if (job.paused().isPresent()) {
            transition.put(job.withPaused(Optional.empty()));
            transition.tell(new Event.JobResumed(job.id(), actor.name()));
        }
        return new Reply.Done();
    }

    static Reply set(Transition transition, SetJob set, Actor actor) {
        Optional<Reply> refusal = notRunning(transition, set.job()).or(() -> unusable(transition, set));
        if (refusal.isPresent()) {
            return refusal.get();
        }
        Job job = transition.state().jobs().at(set.job());
        Plan plan = job.plan();
        List<String> what = new ArrayList<>();
        if (set.priority().isPresent()) {
            plan = plan.withPriority(set.priority().get());
            what.add("priority " + set.priority().get());
        }
        for (Map.Entry<Integer, Integer> limit : set.limits().entrySet()) {
            plan = plan.withAtMost(limit.getKey(), limit.getValue());
            what.add("at most " + limit.getValue() + " of step "
                    + plan.steps().get(limit.getKey()).name());
        }
        transition.put(job.withPlan(plan));
        set.limits().forEach((step, limit) -> narrow(transition, job.ref(step), limit));
        if (!what.isEmpty()) {
            transition.tell(new Event.JobChanged(job.id(), actor.name(), String.join(", ", what)));
        }
        return new Reply.Done();
    }

    /** What runs beyond a lowered limit goes on; what has not started comes back, and is given again within the limit. */
    private static void narrow(Transition transition, StepRef ref, int limit) {
        if (limit > 0 && Usage.running(transition.state(), ref) > limit) {
            wantBack(transition, ref);
        }
    }

    /** Marks everything that sessions hold of the step, so that what has not started comes back. */
    private static void wantBack(Transition transition, StepRef ref) {
        for (Session session : transition.state().sessions().values()) {
            Optional<Lease> lease = session.leases().get(ref);
            if (lease.isPresent()) {
                transition.put(
                        session.withLease(ref, lease.get().marked(lease.get().items(), Mark.UNSTARTED)));
            }
        }
    }

    private static Optional<Reply> notRunning(Transition transition, long id) {
        Optional<Job> job = transition.job(id);
        if (job.isEmpty()) {
            return Optional.of(transition.noSuchJob(id));
        }
        return job.get().running()
                ? Optional.empty()
                : Optional.of(new Reply.Refused(
                        RefusalCode.WRONG_PHASE,
                        "job " + id + (job.get().decided() ? " has already ended" : " is being cancelled")));
    }

    private static Optional<Reply> unusable(Transition transition, SetJob set) {
        Job job = transition.state().jobs().at(set.job());
        if (set.priority().isPresent() && Math.abs((long) set.priority().get()) > Plan.PRIORITY_MAX) {
            return invalid("priority: " + set.priority().get() + " (expected: -1000 to 1000)");
        }
        for (Map.Entry<Integer, Integer> limit : set.limits().entrySet()) {
            if (limit.getKey() < 0 || limit.getKey() >= job.steps().size()) {
                return Optional.of(Transition.noSuchStep(job.ref(limit.getKey())));
            }
            if (limit.getValue() < 0) {
                return invalid("at_most: " + limit.getValue() + " (expected: 0, which is no limit, or more)");
            }
        }
        return Optional.empty();
    }

    private static Optional<Reply> invalid(String sentence) {
        return Optional.of(new Reply.Refused(RefusalCode.INVALID, sentence));
    }
}
