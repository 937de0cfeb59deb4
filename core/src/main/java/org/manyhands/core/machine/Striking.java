package org.manyhands.core.machine;

import java.util.SortedMap;
import java.util.stream.Collectors;
import org.manyhands.core.StepRef;
import org.manyhands.core.command.Event;
import org.manyhands.core.command.FailureReason;
import org.manyhands.core.command.Failures;
import org.manyhands.core.items.ItemSet;
import org.manyhands.core.maps.PersistentMap;
import org.manyhands.core.state.Job;
import org.manyhands.core.state.Lease;
import org.manyhands.core.state.Node;
import org.manyhands.core.state.Session;
import org.manyhands.core.state.Step;
import org.manyhands.core.state.Strike;
import org.manyhands.core.state.Strikes;

/** What the death of a node means for the items that it was running: a strike, and at the third they fail. */
final class Striking {
    private Striking() {}

    /**
     * A session is over or silent. It says nothing of the items where no other node has ever been: there the death of the node is
     * that of the machine, or of the program itself.
     *
     * @param rest what it keeps
     * @param ran what it was running when it was heard of last
     */
    static void died(Transition transition, Session before, Session rest, SortedMap<StepRef, ItemSet> ran) {
        if (transition.state().nodes().size() < 2) {
            return;
        }
        for (PersistentMap.Entry<StepRef, Lease> entry : before.leases()) {
            StepRef ref = entry.key();
            ItemSet lost = entry.value().items();
            ItemSet items = transition.holds(Rule.STRIKES_ONLY_WHAT_RAN)
                    ? lost.and(ran.getOrDefault(ref, ItemSet.EMPTY))
                    : lost;
            boolean goesOn = transition.job(ref.job()).map(Job::running).orElse(false);
            if (goesOn && !items.isEmpty() && !rest.leases().containsKey(ref)) {
                strike(transition, ref, before, items);
            }
        }
    }

    private static void strike(Transition transition, StepRef ref, Session session, ItemSet items) {
        Step step = transition.step(ref).orElseThrow();
        Strike death =
                new Strike(session.node(), session.boot(), transition.state().wallMillis(), items);
        Strikes strikes = step.strikes().with(death);
        if (strikes.equals(step.strikes())) {
            return;
        }
        ItemSet struck = strikes.deaths().getLast().items();
        transition.tell(new Event.ItemsStruck(ref, session.id(), struck, session.node(), session.boot()));
        ItemSet poison =
                transition.holds(Rule.POISON_AFTER_THREE) ? strikes.poisonous().andNot(step.failed()) : ItemSet.EMPTY;
        transition.put(
                ref,
                step.withStrikes(strikes)
                        .withAvoid(Settling.avoid(step.avoid(), session.node(), struck.andNot(poison))));
        if (!poison.isEmpty()) {
            fail(transition, ref, poison);
        }
    }

    private static void fail(Transition transition, StepRef ref, ItemSet poison) {
        Step step = transition.step(ref).orElseThrow();
        Failures failures = new Failures(FailureReason.POISON, 0, poison, evidence(step.strikes(), poison.last()));
        transition.put(
                ref,
                step.withFailed(step.failed().or(poison))
                        .withReasons(Settling.count(step.reasons(), failures, poison))
                        .withAvoid(Settling.without(step.avoid(), poison)));
        transition.tell(new Event.ItemsFailed(ref, poison, Settling.name(failures)));
        Settling.stop(transition, ref, step.failed().size());
    }

    /** Which nodes died; when they did is in the strikes. */
    private static String evidence(Strikes strikes, long item) {
        return "was running when these nodes died: "
                + strikes.of(item).stream()
                        .map(death -> death.node() + " (boot " + death.boot() + ")")
                        .collect(Collectors.joining(", "));
    }

    /** The node is there again, in the life that was taken for over. What has failed for it stays failed. */
    static void survived(Transition transition, Node node) {
        if (!transition.holds(Rule.CUT_GIVES_NO_STRIKE)) {
            return;
        }
        boolean any = false;
        for (Job job : transition.state().jobs().values()) {
            for (int number = 0; number < job.steps().size(); number++) {
                StepRef ref = job.ref(number);
                Step step = transition.step(ref).orElseThrow();
                Strikes left = step.strikes().without(node.name(), node.boot(), step.failed());
                if (!left.equals(step.strikes())) {
                    transition.put(ref, step.withStrikes(left));
                    any = true;
                }
            }
        }
        if (any) {
            transition.tell(new Event.NodeSurvived(node.name(), node.boot()));
        }
    }
}
