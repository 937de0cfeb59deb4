package org.manyhands.server.api;

import java.util.List;
import java.util.SortedMap;

/**
 * A node as it sees itself.
 *
 * @param containment how well it keeps hold of what tasks start; empty where it runs none
 * @param storeDamage one sentence for each place where its store is damaged
 * @param troubles one sentence for each node that starts nothing for now
 * @param sessions the nodes that run tasks, as far as the state knows
 */
public record NodeView(
        String node,
        String version,
        String epoch,
        long applied,
        long pid,
        String containment,
        SortedMap<String, Long> inventory,
        List<String> storeDamage,
        List<String> troubles,
        List<SessionView> sessions) {
    /** A node with an open session. */
    public record SessionView(String node, long boot, boolean silent, SortedMap<String, Long> inventory) {}
}
