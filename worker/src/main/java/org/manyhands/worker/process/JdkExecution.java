package org.manyhands.worker.process;

import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.manyhands.worker.process.Outcome.Reason;

/** One task that the JDK started, from its start until nothing of it can be found. */
final class JdkExecution implements AutoCloseable {
    private static final long DRAIN_BYTES_MAX = 1 << 20;
    private static final long LOOK_MILLIS = 1;

    /** The JDK learns of an end by a thread of its own, a little later than whoever looks at the system. */
    private static final long NOTED_LOOKS_MAX = 10_000;

    private final JdkProcessStarter starter;
    private final Process process;
    private final TaskIdentity task;
    private final Dialogue dialogue;
    private final JdkInput input;
    private final JdkOutput output;
    private final JdkOutput error;
    private final Limits limits;
    private final long startNanos;

    private @Nullable Reason reason;
    private @Nullable TreeEnding ending;
    private boolean complete;
    private boolean interrupted;

    JdkExecution(
            JdkProcessStarter starter,
            Process process,
            TaskIdentity task,
            Dialogue dialogue,
            JdkInput input,
            JdkOutput output,
            JdkOutput error,
            Limits limits,
            long startNanos) {
        this.starter = starter;
        this.process = process;
        this.task = task;
        this.dialogue = dialogue;
        this.input = input;
        this.output = output;
        this.error = error;
        this.limits = limits;
        this.startNanos = startNanos;
    }

    Exit await(CancelHandle cancel) {
        while (process.isAlive() && (ending == null || !ending.done())) {
            attend(cancel);
        }
        long durationNanos = System.nanoTime() - startNanos;
        output.drain(DRAIN_BYTES_MAX);
        error.drain(DRAIN_BYTES_MAX);
        if (reason == null && (output.full() || error.full())) {
            reason = Reason.OUTPUT_LIMIT;
        }
        TreeEnding last = ending;
        if (last == null) {
            last = starter.endingOf(task, System.nanoTime(), PosixExecution.LEFT_OVER_GRACE_MILLIS);
        }
        last.finish();
        complete = true;
        Usage unknown = new Usage(Usage.UNKNOWN, Usage.UNKNOWN, Usage.UNKNOWN);
        return new Exit(status(last).outcome(reason), unknown, durationNanos, last.survivors());
    }

    /** The JDK gives 128 + n for signal n; only for what was ended from here is that surely a signal. */
    private WaitStatus status(TreeEnding last) {
        for (int looks = 0; last.survivors() == 0 && process.isAlive() && looks < NOTED_LOOKS_MAX; looks++) {
            pause();
        }
        if (process.isAlive()) {
            return new WaitStatus(-1, 9);
        }
        int value = process.exitValue();
        return reason != null && value > 128 ? new WaitStatus(-1, value - 128) : new WaitStatus(value, 0);
    }

    private void attend(CancelHandle cancel) {
        boolean anyOutput = output.drain(DRAIN_BYTES_MAX);
        boolean anyError = error.drain(DRAIN_BYTES_MAX);
        long now = System.nanoTime();
        boolean asked = ending == null && input.push();
        if (ending != null) {
            ending.step(now);
        } else if (cancel.isCancelled() && !dialogue.satisfied()) {
            stop(cancel.reason(), now);
        } else if (output.full() || error.full()) {
            stop(Reason.OUTPUT_LIMIT, now);
        } else if (limits.timeoutMillis() != Limits.NO_TIMEOUT
                && now - startNanos >= TimeUnit.MILLISECONDS.toNanos(limits.timeoutMillis())) {
            stop(Reason.TIMED_OUT, now);
        } else if (dialogue.late(now)) {
            stop(Reason.TIMED_OUT, now);
        }
        if (!anyOutput && !anyError && !asked) {
            pause();
        }
    }

    private void stop(Reason why, long now) {
        reason = why;
        ending = starter.endingOf(task, now, limits.graceMillis());
    }

    private void pause() {
        try {
            process.waitFor(LOOK_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            interrupted = true; // only the handle cancels
        }
    }

    @Override
    public void close() {
        if (!complete) {
            starter.endingOf(task, System.nanoTime(), 0).finish();
        }
        output.close();
        error.close();
        input.close();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
