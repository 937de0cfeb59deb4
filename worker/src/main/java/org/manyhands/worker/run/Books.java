package org.manyhands.worker.run;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.manyhands.wire.Beat;
import org.manyhands.worker.lease.Finished;
import org.manyhands.worker.lease.Ledger;
import org.manyhands.worker.lease.Pace;
import org.manyhands.worker.lease.Result;
import org.manyhands.worker.lease.Start;
import org.manyhands.worker.lease.StepKey;
import org.manyhands.worker.process.CancelHandle;
import org.roaringbitmap.RoaringBitmap;

/**
 * The ledger and the pace under one lock, with what threads wait for.
 *
 * <p>Concurrency: every method takes the lock, none blocks on anything else. Slots wait for something to start, the
 * committer for something to report.
 */
final class Books {
    private static final long LOOK_AGAIN_MILLIS = 250;
    private static final long STREAM_LOOK_MILLIS = 20;

    /** A process of a stream that is asked nothing for so long is let go. */
    private static final long STREAM_IDLE_MILLIS_MAX = 10_000;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition toStart = lock.newCondition();
    private final Condition toReport = lock.newCondition();
    private final Condition toTell = lock.newCondition();
    private final Ledger ledger = new Ledger();
    private final Pace pace = new Pace();
    private final Map<Task, CancelHandle> handles = new HashMap<>();
    private final List<Streaming> streams = new ArrayList<>();
    private int waitingSlots;
    /** When the committer looks next; it is at work, or about to look, as long as this is in the past. */
    private long looksMillis = Long.MIN_VALUE;

    private boolean packFull;
    private boolean startNothing;
    /** Something has started since the last beat. */
    private boolean untold;

    private boolean closing;
    private boolean over;

    private record Task(StepKey step, int item) {
        static Task of(Start start) {
            return new Task(start.step(), start.item());
        }
    }

    /** Something to do under the lock. */
    interface Action<T> {
        T with(Ledger ledger, Pace pace);
    }

    /** Does something with the books, then wakes everybody who may care. */
    <T> T update(Action<T> action) {
        lock.lock();
        try {
            T result = action.with(ledger, pace);
            endDoomed();
            toStart.signalAll();
            toReport.signalAll();
            return result;
        } finally {
            lock.unlock();
        }
    }

    /** Looks at the books; changes nothing that anybody waits for. */
    <T> T look(Action<T> action) {
        lock.lock();
        try {
            return action.with(ledger, pace);
        } finally {
            lock.unlock();
        }
    }

    /** Waits for an attempt to start, which counts as running from here on; empty when the worker closes. */
    Optional<Started> awaitStart() throws InterruptedException {
        lock.lock();
        try {
            waitingSlots++;
            while (!closing) {
                Optional<Start> start = startNothing ? Optional.empty() : ledger.next(WorkerClock.millis());
                if (start.isPresent()) {
                    pace.started(start.get().step(), WorkerClock.millis());
                    CancelHandle handle = new CancelHandle();
                    handles.put(Task.of(start.get()), handle);
                    untold = true;
                    toTell.signalAll();
                    return Optional.of(new Started(start.get(), handle));
                }
                var _ = toStart.await(LOOK_AGAIN_MILLIS, TimeUnit.MILLISECONDS);
            }
            return Optional.empty();
        } finally {
            waitingSlots--;
            lock.unlock();
        }
    }

    /** Waits until something has started of which no beat has told, or the time is over, or the worker closes; says whether the first. */
    boolean awaitUntold(long millis) throws InterruptedException {
        lock.lock();
        try {
            long left = TimeUnit.MILLISECONDS.toNanos(millis);
            while (!untold && !closing && left > 0) {
                left = toTell.awaitNanos(left);
            }
            return untold;
        } finally {
            lock.unlock();
        }
    }

    /** A beat that tells what runs now. */
    Beat beat(String trouble) {
        lock.lock();
        try {
            untold = false;
            return ledger.beat(ledger.runningCount(), trouble);
        } finally {
            lock.unlock();
        }
    }

    /** Whether what is held should wait, because this node is in trouble. What runs goes on. */
    void startNothing(boolean asked) {
        lock.lock();
        try {
            startNothing = asked;
            toStart.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** An attempt with the handle that ends it. */
    record Started(Start start, CancelHandle cancel) {}

    /** A stream at work: what it has taken and not given back. */
    static final class Streaming {
        private final StepKey step;
        private final CancelHandle cancel;
        private final RoaringBitmap taken = new RoaringBitmap();
        private long idleSinceMillis = Long.MAX_VALUE;

        private Streaming(Started first) {
            step = first.start().step();
            cancel = first.cancel();
            taken.add(first.start().item());
        }
    }

    /** The slot of this attempt takes more items of its step from here on; {@link #streamEnded} must follow. */
    Streaming streamBegan(Started first) {
        lock.lock();
        try {
            Streaming stream = new Streaming(first);
            handles.remove(Task.of(first.start()));
            streams.add(stream);
            ledger.streamBegan(first.start());
            return stream;
        } finally {
            lock.unlock();
        }
    }

    /** What the stream has not given back is abandoned. */
    void streamEnded(Streaming stream) {
        lock.lock();
        try {
            streams.remove(stream);
            ledger.abandoned(stream.step, stream.taken);
            ledger.streamEnded(stream.step);
            toReport.signalAll();
            toStart.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /**
     * More items for a stream: an empty list if there are none for now, none at all if it should end. That is so when it is
     * cancelled, when nothing may start, when nothing of the step is held any more, when its place is wanted for another step, and after a while.
     *
     * @param wait whether to wait a moment for some
     */
    Optional<List<Start>> more(Streaming stream, int max, boolean wait) {
        lock.lock();
        try {
            List<Start> more = List.of();
            for (int look = 0; look < (wait ? 2 : 1) && more.isEmpty(); look++) {
                if (look > 0) {
                    var _ = toStart.await(STREAM_LOOK_MILLIS, TimeUnit.MILLISECONDS);
                }
                if (closing || startNothing || stream.cancel.isCancelled() || !ledger.mayStream(stream.step)) {
                    return Optional.empty();
                }
                more = ledger.more(stream.step, max, WorkerClock.millis());
            }
            more.forEach(start -> stream.taken.add(start.item()));
            return more.isEmpty() && wait && idleForLong(stream) ? Optional.empty() : Optional.of(more);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        } finally {
            lock.unlock();
        }
    }

    private boolean idleForLong(Streaming stream) {
        long now = WorkerClock.millis();
        stream.idleSinceMillis = Math.min(stream.idleSinceMillis, now);
        boolean placeIsWanted = waitingSlots == 0 && ledger.mayStartBeside(stream.step, now);
        return placeIsWanted || now - stream.idleSinceMillis > STREAM_IDLE_MILLIS_MAX;
    }

    /** Of these items of a stream, those whose results would be kept. */
    RoaringBitmap kept(Streaming stream, RoaringBitmap items) {
        lock.lock();
        try {
            return ledger.kept(stream.step, items);
        } finally {
            lock.unlock();
        }
    }

    /** A stream answered these; what of them is not held any more is forgotten. */
    void answered(Streaming stream, Finished together) {
        lock.lock();
        try {
            stream.idleSinceMillis = Long.MAX_VALUE;
            stream.taken.andNot(together.items());
            ledger.answered(together);
            wakeCommitter(together.start().step());
        } finally {
            lock.unlock();
        }
    }

    /** One item of a stream has a result of its own. */
    void finished(Streaming stream, Start start, Result result) {
        lock.lock();
        try {
            stream.taken.remove(start.item());
            finished(start, result);
        } finally {
            lock.unlock();
        }
    }

    int waitingSlots() {
        lock.lock();
        try {
            return waitingSlots;
        } finally {
            lock.unlock();
        }
    }

    void finished(Start start, Result result) {
        lock.lock();
        try {
            handles.remove(Task.of(start));
            ledger.finished(start, result);
            wakeCommitter(start.step());
            toStart.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** An attempt has no result; its process tree is gone. */
    void abandoned(Start start) {
        lock.lock();
        try {
            handles.remove(Task.of(start));
            ledger.abandoned(start.step(), start.item());
            toReport.signalAll();
            toStart.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Waits until finished attempts are due, or something may be given back, or no more comes. */
    void awaitReport() throws InterruptedException {
        lock.lock();
        try {
            while (!over) {
                long now = WorkerClock.millis();
                long due = dueMillis(now);
                if (due <= now || (ledger.open() && ledger.canRelease())) {
                    return;
                }
                looksMillis = Math.min(due, now + LOOK_AGAIN_MILLIS);
                var _ = toReport.await(looksMillis - now, TimeUnit.MILLISECONDS);
            }
        } finally {
            looksMillis = Long.MIN_VALUE;
            lock.unlock();
        }
    }

    /** Wakes the committer if this result of a step is due before it looks: a wake for each would cost as much as a commit. */
    private void wakeCommitter(StepKey step) {
        long now = WorkerClock.millis();
        if (ledger.open() && dueMillis(List.of(step), now) < looksMillis) {
            toReport.signalAll();
        }
    }

    private long dueMillis(long now) {
        return ledger.open() ? dueMillis(ledger.stepsToCommit(), now) : Long.MAX_VALUE;
    }

    private long dueMillis(Collection<StepKey> steps, long now) {
        if (steps.isEmpty()) {
            return Long.MAX_VALUE;
        }
        return packFull || ledger.idle() ? now : pace.dueMillis(steps, now);
    }

    /** The open pack holds so much that it should be committed before its time. */
    void packFull() {
        lock.lock();
        try {
            packFull = true;
            toReport.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Takes what no command has named yet, for which the open pack is closed. */
    List<Finished> takeFinished() {
        lock.lock();
        try {
            packFull = false;
            return ledger.takeFinished();
        } finally {
            lock.unlock();
        }
    }

    boolean commitDue() {
        lock.lock();
        try {
            long now = WorkerClock.millis();
            return closing || dueMillis(now) <= now;
        } finally {
            lock.unlock();
        }
    }

    /** Nothing starts any more, and what has not started is given back. */
    void leave() {
        update((ledger, pace) -> {
            ledger.leave();
            return true;
        });
    }

    /** Waits until a worker that leaves has nothing left to do; false if that takes longer than the limit. */
    boolean awaitLeft(Duration limit) throws InterruptedException {
        long left = limit.toNanos();
        lock.lock();
        try {
            while (!ledger.left() && left > 0) {
                long look = Math.min(left, TimeUnit.MILLISECONDS.toNanos(LOOK_AGAIN_MILLIS));
                left -= look - Math.max(0, toStart.awaitNanos(look));
            }
            return ledger.left();
        } finally {
            lock.unlock();
        }
    }

    /** Nothing starts any more, what has not started is given back, and what runs is ended. */
    void close() {
        lock.lock();
        try {
            closing = true;
            ledger.leave();
            handles.values().forEach(CancelHandle::cancel);
            streams.forEach(stream -> stream.cancel.cancel());
            toTell.signalAll();
            toStart.signalAll();
            toReport.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Whatever ran has ended: what is to be reported is there. */
    void over() {
        lock.lock();
        try {
            over = true;
            toReport.signalAll();
        } finally {
            lock.unlock();
        }
    }

    boolean isOver() {
        lock.lock();
        try {
            return over;
        } finally {
            lock.unlock();
        }
    }

    boolean closing() {
        lock.lock();
        try {
            return closing;
        } finally {
            lock.unlock();
        }
    }

    private void endDoomed() {
        for (Start start : ledger.doomed(WorkerClock.millis())) {
            CancelHandle handle = handles.get(Task.of(start));
            if (handle != null) {
                handle.cancel();
            }
            streams.stream()
                    .filter(stream -> stream.step.equals(start.step()) && stream.taken.contains(start.item()))
                    .forEach(stream -> stream.cancel.cancel());
        }
    }
}
