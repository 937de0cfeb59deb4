package org.manyhands.cli.spec;

import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.manyhands.core.state.Labels;

/** Labels that somebody says of a node: {@code NAME=VALUE} each. */
public final class NodeLabels {
    private NodeLabels() {}

    /**
     * Takes labels apart.
     *
     * @throws SpecException if one is none, or is there twice, or is a fact, which nobody says
     */
    public static SortedMap<String, String> parse(List<String> texts) throws SpecException {
        SortedMap<String, String> labels = new TreeMap<>();
        for (String text : texts) {
            int at = text.indexOf('=');
            if (at < 1) {
                throw new SpecException(Text.quoted(text) + " (expected: NAME=VALUE, as zone=eu)");
            }
            if (labels.put(text.substring(0, at), text.substring(at + 1)) != null) {
                throw new SpecException("label " + Text.quoted(text.substring(0, at)) + " is given twice");
            }
        }
        Optional<String> wrong = Labels.wrongGiven(labels);
        if (wrong.isPresent()) {
            throw new SpecException(wrong.get());
        }
        return labels;
    }
}
