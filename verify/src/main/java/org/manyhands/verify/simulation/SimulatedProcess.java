package org.manyhands.verify.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** Something with lives: it can crash, be paused and begin again. What it had scheduled dies with its life. */
class SimulatedProcess {
    private final SimulatedWorld world;
    private final String name;
    private final List<SimulatedWorld.Scheduled> deferred = new ArrayList<>();
    private long life;
    private boolean alive;
    private long pausedUntil;
    private long monotonicOffset;
    private long wallOffset;

    SimulatedProcess(SimulatedWorld world, String name) {
        this.world = world;
        this.name = name;
    }

    final SimulatedWorld world() {
        return world;
    }

    final String name() {
        return name;
    }

    final boolean alive() {
        return alive;
    }

    final long life() {
        return life;
    }

    final boolean paused() {
        return pausedUntil > world.now();
    }

    /** A monotonic clock that counts suspend; every life has another zero. */
    final long now() {
        return world.now() + monotonicOffset;
    }

    final long wall() {
        return world.now() + wallOffset;
    }

    final void jumpWall(long millis) {
        wallOffset += millis;
    }

    final void begin() {
        life++;
        alive = true;
        pausedUntil = 0;
        deferred.clear();
        monotonicOffset = world.dice().between(0, 1_000_000);
    }

    final void die() {
        alive = false;
        pausedUntil = 0;
    }

    final void pause(long millis) {
        pausedUntil = world.now() + millis;
        world.schedule(world.nature(), millis, "resume", () -> {
            if (!paused()) {
                resume();
            }
        });
    }

    final void resume() {
        pausedUntil = 0;
        deferred.forEach(world::again);
        deferred.clear();
    }

    /** This waits until the pause is over. */
    final void defer(SimulatedWorld.Scheduled event) {
        deferred.add(event);
    }

    final void after(long millis, String label, Runnable action) {
        world.schedule(this, millis, label, action);
    }

    /**
     * Takes the value of a future in an event of its own: what is thrown there ends the run, and would be kept in a future
     * that nobody looks at if it was thrown on the way.
     */
    final <T> void when(CompletableFuture<T> future, String label, Consumer<T> taker) {
        CompletableFuture<Void> _ = future.thenAccept(value -> after(0, label, () -> taker.accept(value)));
    }

    /** As {@link #when}, but told of failures too: whether there is a value. */
    final void whenKnown(CompletableFuture<?> future, String label, Consumer<Boolean> taker) {
        CompletableFuture<?> _ =
                future.whenComplete((value, failure) -> after(0, label, () -> taker.accept(failure == null)));
    }
}
