package org.manyhands.worker.process;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Ends the processes of a task step by step, so that its outputs can be read meanwhile: TERM to each, the grace, KILL
 * to each, until {@value #CLEAN_LOOKS} looks in a row find none.
 */
final class TreeEnding {
    /** How long KILL is repeated before what is left is called a survivor. */
    static final long KILL_PATIENCE_MILLIS = 10_000;

    private static final int CLEAN_LOOKS = 2;
    private static final long STEP_NANOS_MIN = TimeUnit.MILLISECONDS.toNanos(1);
    private static final long STEP_NANOS_MAX = TimeUnit.MILLISECONDS.toNanos(50);

    private final ProcessTree tree;
    private final Signaller signaller;
    private final long killNanos;
    private final long giveUpNanos;
    private final Set<ProcessEntry> asked = new HashSet<>();

    private boolean killing;
    private int cleanLooks;
    private int survivors;
    private boolean done;
    private long stepNanos = STEP_NANOS_MIN;
    private long nextNanos;

    TreeEnding(ProcessTree tree, Signaller signaller, long nowNanos, long graceMillis) {
        this.tree = tree;
        this.signaller = signaller;
        nextNanos = nowNanos;
        killNanos = nowNanos + TimeUnit.MILLISECONDS.toNanos(graceMillis);
        giveUpNanos = killNanos + TimeUnit.MILLISECONDS.toNanos(KILL_PATIENCE_MILLIS);
    }

    boolean done() {
        return done;
    }

    int survivors() {
        return survivors;
    }

    /** When the next step is due, on the clock of {@link System#nanoTime}. */
    long nextNanos() {
        return nextNanos;
    }

    /** Looks and signals, if a step is due. */
    void step(long nowNanos) {
        if (done || nowNanos - nextNanos < 0) {
            return;
        }
        List<ProcessEntry> living = tree.living();
        if (living.isEmpty()) {
            lookedClean(nowNanos);
            return;
        }
        cleanLooks = 0;
        if (nowNanos - giveUpNanos >= 0) {
            survivors = living.size();
            done = true;
        } else {
            signal(living, nowNanos - killNanos >= 0);
            nextNanos = nowNanos + stepNanos;
            if (!killing && nextNanos - killNanos > 0) {
                nextNanos = killNanos;
            }
            stepNanos = Math.min(2 * stepNanos, STEP_NANOS_MAX);
        }
    }

    /** What forks faster than it can be looked at is in the group, where one signal reaches all at once. */
    private void lookedClean(long nowNanos) {
        signaller.killGroup(tree.firstPid());
        cleanLooks++;
        done = cleanLooks >= CLEAN_LOOKS;
        nextNanos = nowNanos;
    }

    private void signal(List<ProcessEntry> living, boolean graceIsOver) {
        if (graceIsOver && !killing) {
            killing = true;
            stepNanos = STEP_NANOS_MIN;
        }
        if (killing) {
            signaller.killGroup(tree.firstPid());
        }
        for (ProcessEntry process : living) {
            if (killing) {
                signaller.kill(process);
            } else if (asked.add(process)) {
                signaller.terminate(process);
            }
        }
    }

    /** Steps until done; for when there is nothing else to attend to. */
    void finish() {
        boolean interrupted = false;
        while (!done) {
            step(System.nanoTime());
            long waitNanos = nextNanos - System.nanoTime();
            if (!done && waitNanos > 0) {
                try {
                    TimeUnit.NANOSECONDS.sleep(waitNanos);
                } catch (InterruptedException e) {
                    interrupted = true; // ending processes is not given up half way
                }
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
