package org.manyhands.server.api;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.manyhands.core.state.Labels;
import org.manyhands.core.state.Session;
import org.manyhands.core.state.State;

/** What nodes have of the labels that a condition names: {@code zone is us on 2, missing on 1}. */
final class LabelCounts {
    /** More different values than this of one label are not told. */
    private static final int VALUES_MAX = 4;

    private static final Pattern NAMED =
            Pattern.compile("\\blabels\\s*(?:\\.\\s*([A-Za-z_][A-Za-z0-9_]*)|\\[\\s*[\"']([^\"']+)[\"']\\s*])");

    private LabelCounts() {}

    static String sentence(State state, String where) {
        List<Session> nodes = state.sessions().values().stream()
                .filter(session -> !session.silent())
                .toList();
        List<String> parts = new ArrayList<>();
        parts.add(nodes.size() == 1 ? "1 node is there" : nodes.size() + " nodes are there");
        named(where).forEach(label -> parts.add(label + " is " + counts(state, nodes, label)));
        return String.join(", ", parts);
    }

    private static SortedSet<String> named(String where) {
        SortedSet<String> names = new TreeSet<>();
        Matcher found = NAMED.matcher(where);
        while (found.find()) {
            names.add(found.group(1) != null ? found.group(1) : found.group(2));
        }
        return names;
    }

    private static String counts(State state, List<Session> nodes, String label) {
        SortedMap<String, Integer> counts = new TreeMap<>();
        int missing = 0;
        for (Session node : nodes) {
            Optional<String> value = Optional.ofNullable(Labels.of(state, node).get(label));
            value.ifPresent(text -> counts.merge(text, 1, Integer::sum));
            missing += value.isPresent() ? 0 : 1;
        }
        List<String> parts = new ArrayList<>();
        counts.entrySet().stream()
                .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
                .limit(VALUES_MAX)
                .forEach(count -> parts.add("'" + count.getKey() + "' on " + count.getValue()));
        if (counts.size() > VALUES_MAX) {
            parts.add(counts.size() - VALUES_MAX + " other values elsewhere");
        }
        if (missing > 0) {
            parts.add("missing on " + missing);
        }
        return String.join(", ", parts);
    }
}
