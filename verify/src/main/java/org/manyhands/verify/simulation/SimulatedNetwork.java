package org.manyhands.verify.simulation;

import java.util.HashSet;
import java.util.Set;

/** Carries messages: late, twice, in another order, or not at all. A message reaches only the life it was sent to. */
final class SimulatedNetwork {
    private final SimulatedWorld world;
    private final Set<String> cut = new HashSet<>();
    private Weather weather;

    SimulatedNetwork(SimulatedWorld world, Weather weather) {
        this.world = world;
        this.weather = weather;
    }

    void weather(Weather newWeather) {
        weather = newWeather;
    }

    /** Nothing goes from one to the other any more; the way back is another. */
    void cut(SimulatedProcess from, SimulatedProcess to) {
        cut.add(way(from, to));
    }

    void heal() {
        cut.clear();
    }

    boolean cut() {
        return !cut.isEmpty();
    }

    void send(SimulatedProcess from, SimulatedProcess to, String label, Runnable delivery) {
        if (from.equals(to)) {
            to.after(0, label, delivery);
            return;
        }
        if (lost(from, to)) {
            return;
        }
        carry(from, to, label, delivery);
        if (world.dice().permille(weather.duplicatePermille())) {
            world.counts().count("fault", "duplicated message");
            carry(from, to, label, delivery);
        }
    }

    private boolean lost(SimulatedProcess from, SimulatedProcess to) {
        if (!to.alive() || cut.contains(way(from, to))) {
            return true;
        }
        boolean lost = world.dice().permille(weather.lossPermille());
        if (lost) {
            world.counts().count("fault", "lost message");
        }
        return lost;
    }

    private void carry(SimulatedProcess from, SimulatedProcess to, String label, Runnable delivery) {
        boolean slow = world.dice().permille(weather.slowPermille());
        if (slow) {
            world.counts().count("fault", "slow message");
        }
        long delay = world.dice().between(0, slow ? weather.slowMillisMax() : weather.delayMillisMax());
        to.after(delay, label, () -> {
            if (!cut.contains(way(from, to))) {
                delivery.run();
            }
        });
    }

    private static String way(SimulatedProcess from, SimulatedProcess to) {
        return from.name() + ">" + to.name();
    }
}
