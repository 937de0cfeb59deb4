package org.manyhands.server.where;

import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.function.BooleanSupplier;

/**
 * Which conditions are known to hold for which nodes: two bits for each pair, so that a pass of the placer over a thousand
 * conditions and a thousand nodes finds all of them.
 */
final class Answers {
    /** A node with other labels is another one; when there are so many, all begins anew. */
    private static final int SUBJECTS_MAX = 10_000;

    private static final int TEXTS_MAX = 20_000;

    private final Map<Subject, Integer> subjects = new HashMap<>();
    private final Map<String, Known> texts = new Newest<>(TEXTS_MAX);

    private record Subject(String node, SortedMap<String, String> labels) {}

    private record Known(BitSet asked, BitSet holds) {}

    /** What is known, or else what {@code ask} says. */
    boolean of(String where, String node, SortedMap<String, String> labels, BooleanSupplier ask) {
        int subject = number(new Subject(node, labels));
        Known known = texts.computeIfAbsent(where, _ -> new Known(new BitSet(), new BitSet()));
        if (!known.asked().get(subject)) {
            known.holds().set(subject, ask.getAsBoolean());
            known.asked().set(subject);
        }
        return known.holds().get(subject);
    }

    private int number(Subject subject) {
        Integer known = subjects.get(subject);
        if (known != null) {
            return known;
        }
        if (subjects.size() == SUBJECTS_MAX) {
            subjects.clear();
            texts.clear();
        }
        int next = subjects.size();
        subjects.put(subject, next);
        return next;
    }
}
