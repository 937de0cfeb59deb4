package org.manyhands.verify.simulation;

import java.util.HashMap;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import org.manyhands.core.command.Role;
import org.manyhands.core.state.State;
import org.manyhands.server.leader.Voters;

/** What one life of a control node does, while it leads, so that the log is kept by those who should. */
final class ControlQuorum {
    private static final long PAUSE_MILLIS = 500;
    private static final long THERE_MILLIS = 2_000;

    private final Cluster cluster;
    private final SimulatedControl me;
    private final Voters voters;
    private final Map<String, Long> heardMillis = new HashMap<>();
    private long dueMillis;

    ControlQuorum(Cluster cluster, SimulatedControl me) {
        this.cluster = cluster;
        this.me = me;
        voters = cluster.bug().voters();
    }

    /** The control nodes of a cluster, by the names that they have in the log here. */
    static SortedSet<String> controls(State state) {
        SortedSet<String> controls = new TreeSet<>();
        state.members().values().forEach(member -> {
            if (member.role() == Role.CONTROL) {
                controls.add(member.name());
            }
        });
        return controls;
    }

    void due() {
        if (!cluster.scenario().voters() || me.now() < dueMillis) {
            return;
        }
        dueMillis = me.now() + PAUSE_MILLIS;
        SortedSet<String> members = controls(me.root());
        members.forEach(this::greet);
        voters.next(me.log().voters().now(), members, this::there)
                .ifPresent(me.log().voters()::change);
    }

    private void greet(String name) {
        SimulatedControl there = cluster.control(name);
        cluster.network()
                .send(
                        me,
                        there,
                        "hello?",
                        () -> cluster.network()
                                .send(
                                        there,
                                        me,
                                        "hello!",
                                        () -> me.leader().quorum().heard(name)));
    }

    private void heard(String name) {
        heardMillis.put(name, me.now());
    }

    private boolean there(String name) {
        Long heard = heardMillis.get(name);
        return heard != null && me.now() - heard < THERE_MILLIS;
    }
}
