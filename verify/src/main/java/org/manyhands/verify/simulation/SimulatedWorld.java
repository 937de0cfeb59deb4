package org.manyhands.verify.simulation;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.BooleanSupplier;

/** Virtual time: a queue of events, run one after the other, each followed by all checkers. */
final class SimulatedWorld {
    private static final long HASH_FACTOR = 0x9E3779B97F4A7C15L;

    private final Dice dice;
    private final Counts counts = new Counts();
    private final boolean traced;
    private final List<Checker> checkers = new ArrayList<>();
    private final SimulatedProcess nature;
    private final PriorityQueue<Scheduled> queue =
            new PriorityQueue<>(Comparator.comparingLong(Scheduled::at).thenComparingLong(Scheduled::number));
    private boolean faulty = true;
    private long disksSlowUntil;
    private long now;
    private long numbers;
    private long events;
    private long hash;

    /** Something that will happen to a life of its owner. */
    record Scheduled(long at, long number, SimulatedProcess owner, long life, String label, Runnable action) {}

    SimulatedWorld(long seed, boolean traced) {
        this.dice = new Dice(seed);
        this.traced = traced;
        this.nature = new SimulatedProcess(this, "nature");
        nature.begin();
    }

    Dice dice() {
        return dice;
    }

    Counts counts() {
        return counts;
    }

    /** Milliseconds since the world began. */
    long now() {
        return now;
    }

    long events() {
        return events;
    }

    /** Differs if anything that happened differs. */
    long traceHash() {
        return hash;
    }

    /** The process that never dies: faults and hosts are its. */
    SimulatedProcess nature() {
        return nature;
    }

    /** Whether things still go wrong; later the world is fair. */
    boolean faulty() {
        return faulty;
    }

    void fair() {
        faulty = false;
        disksSlowUntil = 0;
    }

    void slowDisks(long millis) {
        disksSlowUntil = now + millis;
    }

    /** How long a disk takes to sync now. */
    long diskMillis() {
        return now < disksSlowUntil ? dice.between(50, 900) : dice.between(1, 4);
    }

    void add(Checker checker) {
        checkers.add(checker);
    }

    List<Checker> checkers() {
        return checkers;
    }

    void schedule(SimulatedProcess owner, long millis, String label, Runnable action) {
        queue.add(new Scheduled(now + Math.max(0, millis), numbers++, owner, owner.life(), label, action));
    }

    /** What waited for its owner happens now, in the old order. */
    void again(Scheduled deferred) {
        queue.add(new Scheduled(now, deferred.number, deferred.owner, deferred.life, deferred.label, deferred.action));
    }

    /** Mixes a fact into the hash of the run. */
    void note(long fact) {
        hash = Long.rotateLeft((hash ^ fact) * HASH_FACTOR, 23);
    }

    void trace(String line) {
        note(line.hashCode());
        if (traced) {
            System.out.printf("%9d  %s%n", now, line);
        }
    }

    boolean traced() {
        return traced;
    }

    /** Runs until the condition holds or the time is over; says whether the condition held. */
    boolean run(long untilMillis, BooleanSupplier condition) {
        while (!condition.getAsBoolean()) {
            Scheduled next = queue.peek();
            if (next == null || next.at > untilMillis) {
                now = untilMillis;
                return condition.getAsBoolean();
            }
            queue.remove();
            now = next.at;
            run(next);
        }
        return true;
    }

    private void run(Scheduled next) {
        SimulatedProcess owner = next.owner;
        if (!owner.alive() || owner.life() != next.life) {
            return;
        }
        if (owner.paused()) {
            owner.defer(next);
            return;
        }
        events++;
        note(now * 31 + next.label.hashCode());
        next.action.run();
        checkers.forEach(Checker::afterEvent);
    }
}
