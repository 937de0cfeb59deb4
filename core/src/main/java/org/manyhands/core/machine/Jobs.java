package org.manyhands.core.machine;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.manyhands.core.Bytes;
import org.manyhands.core.StepRef;
import org.manyhands.core.command.Actor;
import org.manyhands.core.command.Command.CancelJob;
import org.manyhands.core.command.Command.RemoveJob;
import org.manyhands.core.command.Command.SubmitJob;
import org.manyhands.core.command.Event;
import org.manyhands.core.command.Mark;
import org.manyhands.core.command.RefusalCode;
import org.manyhands.core.command.Reply;
import org.manyhands.core.plan.Notification;
import org.manyhands.core.plan.Plan;
import org.manyhands.core.plan.StepPlan;
import org.manyhands.core.state.Archived;
import org.manyhands.core.state.Job;
import org.manyhands.core.state.Lease;
import org.manyhands.core.state.Phase;
import org.manyhands.core.state.Session;
import org.manyhands.core.state.State;
import org.manyhands.core.state.Step;
import org.manyhands.core.state.Tombstone;

/** Jobs as wholes: submitted, cancelled, removed. */
final class Jobs {
    /** More jobs than this are not kept at once, with those that are archived. */
    static final int JOBS_MAX = 100_000;

    /** The templates of one plan together, in bytes. */
    static final int TEMPLATE_BYTES_MAX = 64 * 1024;

    private Jobs() {}

    static Reply submit(Transition transition, SubmitJob submit) {
        State state = transition.state();
        Optional<Long> known = state.keys().get(submit.key());
        if (known.isPresent() && transition.holds(Rule.KEY_MAKES_ONE_JOB)) {
            return state.knows(known.get())
                    ? new Reply.Submitted(known.get(), true)
                    : new Reply.Refused(
                            RefusalCode.JOB_REMOVED,
                            "job " + known.get() + " was submitted with this key, and removed");
        }
        if (submit.seen() < 0 || submit.seen() > state.applied()) {
            return new Reply.Refused(
                    RefusalCode.INVALID,
                    "the key was made at entry " + submit.seen() + " (expected: 0 to " + state.applied()
                            + "); was it made for another cluster, or before a restore?");
        }
        if (state.applied() - submit.seen() > Transition.KEY_MEMORY_ENTRIES) {
            return new Reply.Refused(
                    RefusalCode.STALE_KEY,
                    "stale key: it was made " + (state.applied() - submit.seen())
                            + " entries ago and keys are remembered for " + Transition.KEY_MEMORY_ENTRIES
                            + "; look whether the job is there, then submit it with a new key");
        }
        Optional<Reply> refusal = refusal(state, submit.plan());
        return refusal.isPresent() ? refusal.get() : begin(transition, submit.key(), submit.plan());
    }

    static Reply cancel(Transition transition, CancelJob cancel, Actor actor) {
        Optional<Job> job = transition.job(cancel.job());
        if (job.isEmpty()) {
            return transition.noSuchJob(cancel.job());
        }
        if (job.get().decided()) {
            return new Reply.Refused(RefusalCode.WRONG_PHASE, "job " + cancel.job() + " has already ended");
        }
        if (job.get().running()) {
            wind(transition, job.get(), new Phase.Cancelling(false, cancel.reason(), actor.name()));
        }
        return new Reply.Done();
    }

    static Reply remove(Transition transition, RemoveJob remove, Actor actor) {
        Optional<Archived> archived = transition.archived(remove.job());
        if (archived.isPresent()) {
            forget(transition, remove.job(), archived.get().key(), actor);
            return new Reply.Done();
        }
        Optional<Job> job = transition.job(remove.job());
        if (job.isEmpty()) {
            return transition.noSuchJob(remove.job());
        }
        if (!job.get().decided()) {
            return new Reply.Refused(
                    RefusalCode.WRONG_PHASE, "job " + remove.job() + " has not ended; cancel it first");
        }
        if (job.get().owesNotice()) {
            return new Reply.Refused(
                    RefusalCode.WRONG_PHASE,
                    "who is to be told of the end of job " + remove.job()
                            + " is not told yet; wait until that is done, which 'mh job " + remove.job() + "' shows");
        }
        forget(transition, remove.job(), job.get().key(), actor);
        return new Reply.Done();
    }

    private static void forget(Transition transition, long job, Bytes key, Actor actor) {
        long number = transition.newId();
        State state = transition.state();
        transition.become(state.withJobs(state.jobs().remove(job))
                .withArchived(state.archived().remove(job))
                .withKeys(state.keys(), state.tombstones().put(number, new Tombstone(key, state.applied()))));
        transition.tell(new Event.JobRemoved(job, actor.name()));
    }

    /** Nothing more is granted, and what is held is to be ended. */
    static void wind(Transition transition, Job job, Phase.Cancelling phase) {
        transition.put(job.withPhase(phase));
        transition.tell(new Event.JobCancelling(job.id(), phase.byRule(), phase.reason(), phase.actor()));
        for (Session session : transition.state().sessions().values()) {
            Session marked = session;
            for (int step = 0; step < job.steps().size(); step++) {
                StepRef ref = job.ref(step);
                Optional<Lease> lease = marked.leases().get(ref);
                if (lease.isPresent()) {
                    marked =
                            marked.withLease(ref, lease.get().marked(lease.get().items(), Mark.KILL));
                }
            }
            if (!marked.equals(session)) {
                transition.put(marked);
            }
        }
        Decisions.decide(transition, job.id());
    }

    /** Why a plan makes no job now, if it does not. */
    static Optional<Reply> refusal(State state, Plan plan) {
        if (plan.steps().stream().anyMatch(step -> step.open() && step.items() > 0)) {
            return Optional.of(new Reply.Refused(
                    RefusalCode.INVALID, "an open step begins with items (expected: none, they come afterwards)"));
        }
        if (state.jobs().size() + state.archived().size() >= JOBS_MAX) {
            return Optional.of(new Reply.Refused(
                    RefusalCode.LIMIT, JOBS_MAX + " jobs are kept, which is the limit; remove some that have ended"));
        }
        long templates = 0;
        for (StepPlan step : plan.steps()) {
            templates += step.template().size();
        }
        for (Notification notification : plan.notifications()) {
            templates += notification.template().size();
        }
        return templates <= TEMPLATE_BYTES_MAX
                ? Optional.empty()
                : Optional.of(new Reply.Refused(
                        RefusalCode.LIMIT,
                        "the steps and notifications take " + templates + " bytes (expected: at most "
                                + TEMPLATE_BYTES_MAX + "); move long scripts into files"));
    }

    /** A job of a plan that is not refused; nobody has the key. */
    static Reply.Submitted begin(Transition transition, Bytes key, Plan plan) {
        long id = transition.newId();
        State state = transition.state();
        transition.put(new Job(
                id,
                key,
                plan,
                new Phase.Running(),
                1,
                Collections.nCopies(plan.steps().size(), Step.NEW),
                state.ticks(),
                state.wallMillis(),
                Optional.empty(),
                List.of()));
        transition.become(transition.state().withKeys(state.keys().put(key, id), state.tombstones()));
        transition.tell(new Event.JobSubmitted(id, plan.name(), plan.owner()));
        Decisions.decide(transition, id);
        return new Reply.Submitted(id, false);
    }
}
