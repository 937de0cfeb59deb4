package org.manyhands.core.state;

import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A node, by its newest life.
 *
 * @param boot the number of that life
 * @param session the one that it opened, be it gone or not
 * @param labels what people say that it is like, whatever life it is in; see {@link Labels}
 * @param drain that people asked for, whatever life it is in
 */
public record Node(
        String name, long boot, long tag, long session, SortedMap<String, String> labels, Optional<Drain> drain) {
    public Node {
        labels = Collections.unmodifiableSortedMap(new TreeMap<>(labels));
    }

    public Node withLabels(SortedMap<String, String> newLabels) {
        return new Node(name, boot, tag, session, newLabels, drain);
    }

    public Node withDrain(Optional<Drain> newDrain) {
        return new Node(name, boot, tag, session, labels, newDrain);
    }
}
