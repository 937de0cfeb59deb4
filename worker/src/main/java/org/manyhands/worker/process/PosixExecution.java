package org.manyhands.worker.process;

import java.lang.foreign.ValueLayout;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.manyhands.worker.process.Outcome.Reason;

/**
 * One task from its start to the proof that nothing of it is left.
 *
 * <p>Order matters. The first process stays a zombie until the very end, so that its number names the task's session
 * and cannot be given to another. When its pidfd fires, its outputs are drained and closed: the result is settled,
 * whoever still holds the pipes. Then what it left behind is ended. Last it is reaped, which tells its usage.
 */
final class PosixExecution implements AutoCloseable {
    /** How long background processes that outlive their task are given between TERM and KILL. */
    static final long LEFT_OVER_GRACE_MILLIS = 200;

    /** A pipe can hold no more, so all that was written before the end is within it. */
    private static final long DRAIN_BYTES_MAX = 1 << 20;

    /** After so many chunks others have their turn. */
    private static final int CHUNKS_MAX = 16;

    private static final long IDLE_MILLIS_MAX = 1_000;
    private static final int SIGKILL = 9;

    private final PosixSystem system;
    private final SlotMemory memory;
    private final TaskIdentity task;
    private final Limits limits;
    private final long startNanos;
    private final long inheritedRssBytes;
    private final Dialogue dialogue;
    private final InputPipe input;
    private final OutputPipe output;
    private final OutputPipe error;

    private @Nullable Reason reason;
    private @Nullable TreeEnding ending;
    private long endNanos;
    private boolean ended;
    private boolean reaped;

    PosixExecution(
            PosixSystem system,
            SlotMemory memory,
            TaskIdentity task,
            Dialogue dialogue,
            int inputFd,
            Limits limits,
            long startNanos,
            long inheritedRssBytes) {
        this.system = system;
        this.memory = memory;
        this.task = task;
        this.limits = limits;
        this.startNanos = startNanos;
        this.inheritedRssBytes = inheritedRssBytes;
        this.dialogue = dialogue;
        input = new InputPipe(memory.errno, memory.polled, dialogue, inputFd, memory.inputChunk);
        output = pipe(PollSet.OUTPUT, dialogue::hear);
        error = pipe(PollSet.ERROR, dialogue::overhear);
        system.orphans().started(task);
    }

    private OutputPipe pipe(int index, OutputSink sink) {
        return new OutputPipe(memory.errno, memory.polled, index, sink, memory.chunk, memory.chunkBytes);
    }

    Exit await(CancelHandle cancel) {
        int pidfd = Libc.pidfdOpen(memory.errno, task.pid());
        if (pidfd < 0) {
            return Exit.notStarted(CommandLookup.exhausted(-pidfd));
        }
        memory.polled.watch(PollSet.PROCESS, pidfd);
        memory.polled.watch(PollSet.CANCEL, memory.cancelEvent.fd());
        cancel.attach(memory.cancelEvent::signal);
        try {
            while (!ended || (ending != null && !ending.done())) {
                attend(cancel);
            }
        } finally {
            cancel.detach();
            memory.cancelEvent.clear();
        }
        settleOutputs();
        return reap(endLeftOvers());
    }

    private void attend(CancelHandle cancel) {
        if (ending == null && cancel.isCancelled()) {
            cancelled(cancel.reason());
        }
        if (ending == null) {
            input.push();
        }
        if (!memory.polled.await(memory.errno, waitMillis()) && ending == null) {
            system.orphans().reapAndList();
        }
        pumpReady();
        if (memory.polled.ready(PollSet.PROCESS)) {
            firstProcessEnded();
        }
        long now = System.nanoTime();
        if (!ended && ending == null && (isLate(now) || dialogue.late(now))) {
            stop(Reason.TIMED_OUT);
        }
        if (ending != null) {
            stepEnding(ending, now);
        }
    }

    /** What has answered all it was asked is not cut short: it finds its input at the end, and ends by itself or late. */
    private void cancelled(Reason why) {
        if (dialogue.satisfied()) {
            memory.polled.watch(PollSet.CANCEL, PollSet.NONE);
        } else {
            stop(why);
        }
    }

    private void pumpReady() {
        if (memory.polled.ready(PollSet.OUTPUT)) {
            pumpOutput();
        }
        if (memory.polled.ready(PollSet.ERROR)) {
            error.pump();
        }
        if (ending == null && (output.full() || error.full())) {
            stop(Reason.OUTPUT_LIMIT);
        }
    }

    /** Answers are taken as they are there, so that a surplus one is seen before the next question. */
    private void pumpOutput() {
        int count = output.pump();
        for (int i = 0; i < CHUNKS_MAX && count == memory.chunk.byteSize() && !output.full(); i++) {
            count = output.pump();
        }
        if (memory.polled.fd(PollSet.OUTPUT) < 0) {
            dialogue.mute();
        }
    }

    private void firstProcessEnded() {
        ended = true;
        endNanos = System.nanoTime();
        closeWatched(PollSet.PROCESS);
    }

    private void stepEnding(TreeEnding running, long now) {
        running.step(now);
        if (running.done() && running.survivors() > 0 && !ended) {
            firstProcessEnded(); // it cannot be ended: stuck in the kernel, or of another user
        }
    }

    private void stop(Reason why) {
        reason = why;
        input.rest();
        ending = system.endingOf(task, System.nanoTime(), limits.graceMillis());
        memory.polled.watch(PollSet.CANCEL, PollSet.NONE);
    }

    private boolean isLate(long now) {
        return limits.timeoutMillis() != Limits.NO_TIMEOUT && now - deadlineNanos() >= 0;
    }

    private long deadlineNanos() {
        return startNanos + TimeUnit.MILLISECONDS.toNanos(limits.timeoutMillis());
    }

    private int waitMillis() {
        long now = System.nanoTime();
        long millis = IDLE_MILLIS_MAX;
        if (ending != null) {
            millis = Math.min(millis, millisUntil(ending.nextNanos(), now));
        } else if (input.idle()) {
            millis = 0;
        } else {
            if (limits.timeoutMillis() != Limits.NO_TIMEOUT) {
                millis = Math.min(millis, millisUntil(deadlineNanos(), now));
            }
            if (dialogue.wakeNanos() != Dialogue.NEVER) {
                millis = Math.min(millis, millisUntil(dialogue.wakeNanos(), now));
            }
        }
        return (int) millis;
    }

    private static long millisUntil(long thenNanos, long nowNanos) {
        return Math.max(0, TimeUnit.NANOSECONDS.toMillis(thenNanos - nowNanos + 999_999));
    }

    private void settleOutputs() {
        input.close();
        output.drain(DRAIN_BYTES_MAX);
        error.drain(DRAIN_BYTES_MAX);
        output.close();
        error.close();
        if (reason == null && (output.full() || error.full())) {
            reason = Reason.OUTPUT_LIMIT;
        }
    }

    private int endLeftOvers() {
        if (ending == null) {
            if (!system.orphans().leftBy(task)) {
                return 0;
            }
            ending = system.endingOf(task, System.nanoTime(), LEFT_OVER_GRACE_MILLIS);
            ending.finish();
        }
        return ending.survivors();
    }

    private Exit reap(int survivors) {
        int options = survivors > 0 ? Libc.WNOHANG : 0;
        int pid = Libc.wait4(memory.errno, task.pid(), memory.status, options, memory.usage);
        while (pid == -Errno.EINTR) {
            pid = Libc.wait4(memory.errno, task.pid(), memory.status, options, memory.usage);
        }
        reaped = true;
        long durationNanos = endNanos - startNanos;
        if (pid == 0 && reason != null) {
            system.orphans().abandon(task.pid());
            return new Exit(new Outcome.Stopped(reason, -1, SIGKILL), Usage.NONE, durationNanos, survivors);
        }
        if (pid != task.pid()) {
            throw new IllegalStateException("wait4(" + task.pid() + ") gave " + pid + " (expected: the pid)");
        }
        WaitStatus status = WaitStatus.of(memory.status.get(ValueLayout.JAVA_INT, 0));
        return new Exit(
                status.outcome(reason), NativeUsage.read(memory.usage, inheritedRssBytes), durationNanos, survivors);
    }

    private void closeWatched(int index) {
        int fd = memory.polled.fd(index);
        if (fd >= 0) {
            Libc.close(memory.errno, fd);
            memory.polled.watch(index, PollSet.NONE);
        }
    }

    /** Also after a sink has thrown: nothing of the task may stay, neither processes nor descriptors. */
    @Override
    public void close() {
        memory.polled.watch(PollSet.CANCEL, PollSet.NONE);
        closeWatched(PollSet.PROCESS);
        output.close();
        error.close();
        input.close();
        if (!reaped) {
            TreeEnding last = system.endingOf(task, System.nanoTime(), 0);
            last.finish();
            if (Libc.wait4(memory.errno, task.pid(), memory.status, Libc.WNOHANG, memory.usage) == 0) {
                system.orphans().abandon(task.pid());
            }
        }
        system.orphans().ended(task);
    }
}
