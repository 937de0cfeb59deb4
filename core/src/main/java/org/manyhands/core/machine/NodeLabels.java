package org.manyhands.core.machine;

import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.manyhands.core.command.Actor;
import org.manyhands.core.command.Command.LabelNode;
import org.manyhands.core.command.Event;
import org.manyhands.core.command.RefusalCode;
import org.manyhands.core.command.Reply;
import org.manyhands.core.state.Labels;
import org.manyhands.core.state.Node;
import org.manyhands.core.state.State;

/** What people say that nodes are like. */
final class NodeLabels {
    private NodeLabels() {}

    static Reply label(Transition transition, LabelNode label, Actor actor) {
        State state = transition.state();
        Optional<Node> known = state.nodes().get(label.name());
        if (known.isEmpty()) {
            return unknown(state, label.name());
        }
        SortedMap<String, String> labels = new TreeMap<>(known.get().labels());
        label.removed().forEach(name -> labels.remove(name));
        labels.putAll(label.set());
        Optional<String> wrong = wrong(label).or(() -> Labels.wrongGiven(labels));
        if (wrong.isPresent()) {
            return new Reply.Refused(RefusalCode.INVALID, wrong.get());
        }
        if (!labels.equals(known.get().labels())) {
            transition.become(state.withNode(known.get().withLabels(labels)));
            transition.tell(new Event.NodeLabelled(label.name(), labels, actor.name()));
        }
        return new Reply.Done();
    }

    private static Optional<String> wrong(LabelNode label) {
        List<String> both = label.removed().stream()
                .filter(name -> label.set().containsKey(name))
                .toList();
        return both.isEmpty()
                ? label.removed().stream()
                        .flatMap(name -> Labels.wrongName(name).stream())
                        .findFirst()
                : Optional.of("label '" + both.getFirst() + "' is set and removed at once (expected: one of them)");
    }

    private static Reply unknown(State state, String name) {
        String sentence = state.members().containsKey(name)
                ? "node " + name + " has not run yet; start it with 'mh up' there, then label it"
                : "there is no node '" + name + "'; 'mh node list' lists them";
        return new Reply.Refused(RefusalCode.NO_SUCH_NODE, sentence);
    }
}
