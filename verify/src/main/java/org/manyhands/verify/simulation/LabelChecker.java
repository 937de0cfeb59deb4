package org.manyhands.verify.simulation;

import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.manyhands.core.command.Command;
import org.manyhands.core.command.Reply;
import org.manyhands.core.state.Node;
import org.manyhands.core.state.State;

/** A node is labelled as people said last, in whatever life it is, and no other node is; one that was removed is not. */
final class LabelChecker implements Checker {
    private final Map<String, SortedMap<String, String>> said = new HashMap<>();

    @Override
    public void applied(Applied applied) {
        if (applied.reply() instanceof Reply.Done) {
            heard(applied.envelope().command());
        }
        check(applied.after());
    }

    private void heard(Command command) {
        if (command instanceof Command.LabelNode label) {
            SortedMap<String, String> labels = said.computeIfAbsent(label.name(), _ -> new TreeMap<>());
            label.removed().forEach(name -> labels.remove(name));
            labels.putAll(label.set());
        } else if (command instanceof Command.RemoveNode remove) {
            said.remove(remove.name());
        }
    }

    private void check(State after) {
        for (Node node : after.nodes().values()) {
            SortedMap<String, String> labels = said.getOrDefault(node.name(), Collections.emptySortedMap());
            Violation.unless(
                    node.labels().equals(labels),
                    "node " + node.name() + " is labelled " + node.labels() + ", and people said " + labels);
        }
    }
}
