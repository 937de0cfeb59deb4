package org.manyhands.verify.simulation;

import java.util.Set;
import java.util.function.Consumer;
import org.manyhands.core.Bytes;
import org.manyhands.core.state.State;
import org.manyhands.server.leader.SweepAge;

/** What one life of a store does so that it has not for ever what nobody names: it asks a control node beside it. */
final class StoreSweep {
    private static final long SWEEP_MILLIS = 3_000;
    /** As an hour is to a session that lives for ten seconds, but shorter than a run. */
    private static final long IDLE_MILLIS = 12_000;

    private final Cluster cluster;
    private final StoreNode node;
    private final SweepAge age;

    StoreSweep(Cluster cluster, StoreNode node) {
        this.cluster = cluster;
        this.node = node;
        age = cluster.bug().sweepAge(IDLE_MILLIS, node.now());
    }

    void begin() {
        node.after(SWEEP_MILLIS, "sweep", () -> {
            SimulatedControl control = cluster.world().dice().pick(cluster.controls());
            if (control.alive()) {
                read(control, state -> sweep(control, age.nanos(state, node.now())));
            }
            begin();
        });
    }

    private void sweep(SimulatedControl control, long idleMillis) {
        long least = cluster.bug().is(Shortcut.SWEEP_TAKES_NEW_BLOBS) ? 0 : idleMillis;
        Set<Bytes> listed = node.idle(least);
        if (!listed.isEmpty()) {
            read(control, state -> {
                listed.removeAll(cluster.store().named(state));
                listed.retainAll(node.idle(least));
                node.remove(listed);
            });
        }
    }

    /** In this life of both. */
    private void read(SimulatedControl control, Consumer<State> then) {
        long life = node.life();
        control.whenKnown(control.log().readIndex(), "sweep", known -> {
            if (known && node.alive() && node.life() == life && !node.paused()) {
                then.accept(control.root());
            }
        });
    }
}
