package org.manyhands.core.machine;

import java.util.SortedMap;
import java.util.TreeMap;
import org.manyhands.core.command.Actor;
import org.manyhands.core.command.Command.RemoveResource;
import org.manyhands.core.command.Command.SetResource;
import org.manyhands.core.command.Event;
import org.manyhands.core.command.RefusalCode;
import org.manyhands.core.command.Reply;
import org.manyhands.core.plan.ResourceNames;
import org.manyhands.core.state.State;
import org.manyhands.core.state.Usage;

/** What the cluster as a whole has so much of, whichever nodes use it. */
final class Resources {
    private static final int NAME_MAX = 64;

    private Resources() {}

    static Reply set(Transition transition, SetResource set, Actor actor) {
        State state = transition.state();
        if (!Names.valid(set.name(), NAME_MAX, "-_.")) {
            return refused(
                    RefusalCode.INVALID,
                    "the name of a resource: '" + set.name() + "' (expected: 1 to " + NAME_MAX
                            + " letters, digits, '-', '_' and '.')");
        }
        if (ResourceNames.isOfNodes(set.name())) {
            return refused(
                    RefusalCode.INVALID, "each node has its own " + set.name() + " (expected: a name such as licence)");
        }
        if (set.amount() < 0) {
            return refused(RefusalCode.INVALID, "resource " + set.name() + ": " + set.amount() + " (expected: >= 0)");
        }
        if (state.resources().size() >= State.RESOURCES_MAX
                && !state.resources().containsKey(set.name())) {
            return refused(
                    RefusalCode.LIMIT,
                    State.RESOURCES_MAX + " resources are there, which is the limit; remove some: mh resource rm NAME");
        }
        SortedMap<String, Long> resources = new TreeMap<>(state.resources());
        Long before = resources.put(set.name(), set.amount());
        if (before == null || before != set.amount()) {
            transition.become(state.withResources(resources));
            transition.tell(new Event.ResourceSet(set.name(), set.amount(), actor.name()));
        }
        return new Reply.Done();
    }

    static Reply remove(Transition transition, RemoveResource remove, Actor actor) {
        SortedMap<String, Long> resources = new TreeMap<>(transition.state().resources());
        if (resources.remove(remove.name()) == null) {
            return refused(
                    RefusalCode.NO_SUCH_RESOURCE,
                    "the cluster as a whole has no resource '" + remove.name() + "'; 'mh resource list' lists them");
        }
        if (Usage.inCluster(transition.state(), remove.name()) > 0) {
            return refused(
                    RefusalCode.WRONG_PHASE,
                    "tasks that run use " + remove.name() + "; 'mh resource set " + remove.name()
                            + "=0' lets no more of them begin, and when these have ended it can be removed");
        }
        transition.become(transition.state().withResources(resources));
        transition.tell(new Event.ResourceRemoved(remove.name(), actor.name()));
        return new Reply.Done();
    }

    private static Reply refused(RefusalCode code, String sentence) {
        return new Reply.Refused(code, sentence);
    }
}
