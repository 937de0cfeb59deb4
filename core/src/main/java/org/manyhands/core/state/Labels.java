package org.manyhands.core.state;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * What nodes are like, as names with values, by which steps choose them. A node finds facts of itself; whoever starts it may
 * say more; and what people say later wins over that, but not over facts.
 */
public final class Labels {
    /** What a node finds out itself, and so nobody says. */
    public static final List<String> FACTS = List.of("arch", "cpu", "hostname", "java", "mh", "os", "os.version");

    /** So many labels people give a node, and so many its own start; facts are not counted. */
    public static final int COUNT_MAX = 64;

    public static final int NAME_CHARACTERS_MAX = 63;

    public static final int VALUE_CHARACTERS_MAX = 128;

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1," + NAME_CHARACTERS_MAX + "}");

    private Labels() {}

    /** What the node of a session is like: the map that {@code where:} sees. */
    public static SortedMap<String, String> of(State state, Session session) {
        SortedMap<String, String> given = given(state, session.node());
        if (given.isEmpty()) {
            return session.labels();
        }
        SortedMap<String, String> all = new TreeMap<>(session.labels());
        all.putAll(given);
        FACTS.forEach(fact -> Optional.ofNullable(session.labels().get(fact)).ifPresent(found -> all.put(fact, found)));
        return Collections.unmodifiableSortedMap(all);
    }

    /** What people gave it. */
    public static SortedMap<String, String> given(State state, String node) {
        return state.nodes().get(node).map(Node::labels).orElse(Collections.emptySortedMap());
    }

    /** What is wrong with labels that somebody says of a node, as a sentence; nothing if they may be. */
    public static Optional<String> wrongGiven(SortedMap<String, String> labels) {
        return labels.keySet().stream()
                .filter(FACTS::contains)
                .findFirst()
                .map(fact -> "label '" + fact + "' is what the node finds itself, and nobody says it (so are: "
                        + String.join(", ", FACTS) + ")")
                .or(() -> wrong(labels, COUNT_MAX));
    }

    /** What is wrong with all that a node says of itself, as a sentence; nothing if it may be. */
    public static Optional<String> wrongFound(SortedMap<String, String> labels) {
        return wrong(labels, COUNT_MAX + FACTS.size());
    }

    private static Optional<String> wrong(SortedMap<String, String> labels, int max) {
        if (labels.size() > max) {
            return Optional.of(labels.size() + " labels of a node (expected: at most " + max + ")");
        }
        return labels.entrySet().stream()
                .flatMap(label -> wrongName(label.getKey()).or(() -> wrongValue(label)).stream())
                .findFirst();
    }

    /** What is wrong with the name of a label, as a sentence. */
    public static Optional<String> wrongName(String name) {
        return NAME.matcher(name).matches()
                ? Optional.empty()
                : Optional.of("the name of a label: '" + name + "' (expected: 1 to " + NAME_CHARACTERS_MAX
                        + " letters, digits, '-', '_' and '.')");
    }

    private static Optional<String> wrongValue(Map.Entry<String, String> label) {
        boolean plain = label.getValue().length() <= VALUE_CHARACTERS_MAX
                && label.getValue().codePoints().noneMatch(Character::isISOControl);
        return plain
                ? Optional.empty()
                : Optional.of("the value of label '" + label.getKey() + "' has "
                        + label.getValue().length() + " characters (expected: 0 to " + VALUE_CHARACTERS_MAX
                        + ", and no control characters)");
    }
}
