package org.manyhands.core.kit;

import java.util.SortedMap;
import org.manyhands.core.place.Conditions;

/** The simplest language of conditions: {@code zone=eu}, or {@code node=n1}. */
public final class Equalities implements Conditions {
    @Override
    public boolean holds(String where, String node, SortedMap<String, String> labels) {
        String[] sides = where.split("=", 2);
        return sides[1].equals(sides[0].equals("node") ? node : labels.get(sides[0]));
    }
}
