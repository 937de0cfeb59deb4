package org.manyhands.core.machine;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import org.manyhands.core.StepRef;
import org.manyhands.core.command.Command.Grant;
import org.manyhands.core.command.Command.Revoke;
import org.manyhands.core.command.Event;
import org.manyhands.core.command.RefusalCode;
import org.manyhands.core.command.Reply;
import org.manyhands.core.items.ItemSet;
import org.manyhands.core.plan.StepPlan;
import org.manyhands.core.state.Job;
import org.manyhands.core.state.Lease;
import org.manyhands.core.state.Session;
import org.manyhands.core.state.State;
import org.manyhands.core.state.Step;
import org.manyhands.core.state.Usage;
import org.manyhands.core.state.Wave;

/** What sessions may run: given, marked to come back, and taken. */
final class Leases {
    private Leases() {}

    static Reply grant(Transition transition, Grant grant) {
        Optional<Session> session = transition.session(grant.session());
        Optional<Job> job = transition.job(grant.step().job());
        if (session.isEmpty() || session.get().silent()) {
            return refused("session " + grant.session() + " takes nothing new");
        }
        Optional<String> closed = transition.state().takesNothing(session.get());
        if (closed.isPresent() && transition.holds(Rule.DRAINED_NODES_GET_NOTHING)) {
            return refused(closed.get());
        }
        if (job.isEmpty() || transition.step(grant.step()).isEmpty()) {
            return Transition.noSuchStep(grant.step());
        }
        if (job.get().paused().isPresent()) {
            return refused("job " + grant.step().job() + " is paused");
        }
        Lease lease =
                session.get().leases().get(grant.step()).orElse(Lease.NONE).grant(grant.items(), grant.width());
        if (grant.width() < 1 || lease.items().isEmpty()) {
            return refused("width " + grant.width() + " with " + lease.items().size()
                    + " items (expected: at least one of each)");
        }
        if (transition.holds(Rule.GRANT_TAKES_READY_ITEMS)
                && !job.get().ready(grant.step().step(), grant.items())) {
            return refused("items " + grant.items() + " of step " + grant.step() + " are not all ready");
        }
        if (transition.holds(Rule.SUSPECTS_RUN_ALONE) && crowded(transition, session.get(), grant)) {
            return refused("items " + grant.items() + " of step " + grant.step() + " would not be alone on node "
                    + session.get().node() + ", or not leave alone what runs there");
        }
        Session next = session.get().withLease(grant.step(), lease);
        Optional<String> shortage =
                shortage(transition, job.get().plan().steps().get(grant.step().step()), session.get(), next, grant);
        if (shortage.isPresent()) {
            return refused(shortage.get());
        }
        give(transition, next, grant);
        return new Reply.Done();
    }

    static Reply revoke(Transition transition, Revoke revoke) {
        Optional<Session> session = transition.session(revoke.session());
        Optional<Lease> lease = session.flatMap(s -> s.leases().get(revoke.step()));
        if (lease.isPresent()) {
            transition.put(session.get().withLease(revoke.step(), lease.get().marked(revoke.items(), revoke.mark())));
        }
        return new Reply.Done();
    }

    /** Items leave the hands of a session without a result. The lease is the caller's to change. */
    static void free(Transition transition, StepRef ref, Session session, ItemSet items, String reason) {
        Step step = transition.step(ref).orElseThrow();
        Step freed = step.withHeld(step.held().andNot(items));
        if (!transition.holds(Rule.LOST_ATTEMPTS_CHARGE_NOTHING)) {
            freed = freed.withTries(freed.tries().increment(items));
        }
        transition.put(ref, freed);
        transition.tell(new Event.ItemsFreed(ref, session.id(), items, reason, session.node(), session.boot()));
    }

    private static void give(Transition transition, Session next, Grant grant) {
        Step step = transition.step(grant.step()).orElseThrow();
        transition.put(next);
        transition.put(
                grant.step(),
                step.withHeld(step.held().or(grant.items()))
                        .withWaves(without(step.waves(), grant.items()))
                        .withWork(step.work().started(transition.state().ticks())));
        if (!grant.items().isEmpty()) {
            transition.tell(
                    new Event.ItemsGranted(grant.step(), grant.session(), grant.items(), next.node(), next.boot()));
        }
    }

    /** Whether an item that runs alone would have company. */
    private static boolean crowded(Transition transition, Session session, Grant grant) {
        if (grant.items().isEmpty()) {
            return false;
        }
        boolean suspect =
                transition.step(grant.step()).orElseThrow().strikes().suspects().intersects(grant.items());
        return suspect
                ? grant.items().size() > 1 || !session.leases().isEmpty()
                : Usage.alone(transition.state(), session);
    }

    private static Optional<String> shortage(
            Transition transition, StepPlan plan, Session before, Session after, Grant grant) {
        boolean more = after.leases().at(grant.step()).used()
                > before.leases().get(grant.step()).orElse(Lease.NONE).used();
        Optional<String> crowd = crowd(transition, plan, before, after, grant);
        if (!more || crowd.isPresent()) {
            return crowd;
        }
        SortedMap<String, Long> others =
                Usage.of(transition.state(), after.withLeases(after.leases().remove(grant.step())));
        long tasks = after.leases().at(grant.step()).used();
        for (Map.Entry<String, Long> need : plan.demand().entrySet()) {
            if (transition.state().resources().containsKey(need.getKey())) {
                continue;
            }
            long has = after.inventory().getOrDefault(need.getKey(), 0L);
            long free = has - others.getOrDefault(need.getKey(), 0L);
            // Divided, for a product of what a plan and a grant ask for may be more than a long holds.
            if (need.getValue() > 0 && tasks > Math.floorDiv(free, need.getValue())) {
                return Optional.of("node " + after.node() + " has " + need.getKey() + " " + has + ", " + free
                        + " of it free, for " + tasks + " tasks of " + need.getValue());
            }
        }
        return transition.holds(Rule.CLUSTER_RESOURCES_ARE_SHARED)
                ? shortage(
                        transition.state(),
                        plan,
                        tasks
                                - before.leases()
                                        .get(grant.step())
                                        .orElse(Lease.NONE)
                                        .used())
                : Optional.empty();
    }

    /** What of the cluster as a whole is too little for so many tasks more. */
    private static Optional<String> shortage(State state, StepPlan plan, long tasks) {
        for (Map.Entry<String, Long> need : plan.demand().entrySet()) {
            Long has = state.resources().get(need.getKey());
            if (has != null && need.getValue() > 0) {
                long free = has - Usage.inCluster(state, need.getKey());
                if (tasks > Math.floorDiv(free, need.getValue())) {
                    return Optional.of("the cluster has " + need.getKey() + " " + has + ", " + free
                            + " of it free, for " + tasks + " tasks more of " + need.getValue());
                }
            }
        }
        return Optional.empty();
    }

    /** The limit may have been lowered below what runs: then nothing more is given, at whatever width. */
    private static Optional<String> crowd(
            Transition transition, StepPlan plan, Session before, Session after, Grant grant) {
        if (plan.atMost() == 0) {
            return Optional.empty();
        }
        long running = Usage.running(transition.state(), grant.step())
                - before.leases().get(grant.step()).orElse(Lease.NONE).used()
                + after.leases().at(grant.step()).used();
        return running > plan.atMost()
                ? Optional.of("step " + plan.name() + " may run " + plan.atMost() + " at once and would run " + running)
                : Optional.empty();
    }

    static List<Wave> without(List<Wave> waves, ItemSet items) {
        List<Wave> rest = new ArrayList<>();
        for (Wave wave : waves) {
            ItemSet left = wave.items().andNot(items);
            if (!left.isEmpty()) {
                rest.add(new Wave(wave.dueTicks(), left));
            }
        }
        return rest;
    }

    private static Reply refused(String sentence) {
        return new Reply.Refused(RefusalCode.NOT_GRANTABLE, sentence);
    }
}
