package org.manyhands.verify.simulation;

import org.manyhands.worker.lease.Start;

/** A process that runs one item. */
final class SimulatedTask {
    private final long attemptId;
    private final SimulatedWorker worker;
    private final long session;
    private final Start start;
    private final ItemKey key;
    private final long startedMillis;
    private boolean live = true;
    private boolean dying;

    SimulatedTask(long attemptId, SimulatedWorker worker, long session, Start start, ItemKey key, long startedMillis) {
        this.attemptId = attemptId;
        this.worker = worker;
        this.session = session;
        this.start = start;
        this.key = key;
        this.startedMillis = startedMillis;
    }

    long attemptId() {
        return attemptId;
    }

    SimulatedWorker worker() {
        return worker;
    }

    long session() {
        return session;
    }

    Start start() {
        return start;
    }

    ItemKey key() {
        return key;
    }

    long startedMillis() {
        return startedMillis;
    }

    boolean live() {
        return live;
    }

    void end() {
        live = false;
    }

    boolean dying() {
        return dying;
    }

    void doom() {
        dying = true;
    }
}
