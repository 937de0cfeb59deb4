package org.manyhands.worker.run;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.manyhands.worker.lease.Ledger;
import org.manyhands.worker.lease.Pace;
import org.manyhands.worker.lease.Result;
import org.manyhands.worker.lease.Start;
import org.manyhands.worker.process.CancelHandle;

/**
 * The ledger and the pace under one lock, with what threads wait for.
 *
 * <p>Concurrency: every method takes the lock, none blocks on anything else. Slots wait for something to start, the
 * committer for something to report.
 */
final class Books {
    private static final long LOOK_AGAIN_MILLIS = 250;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition toStart = lock.newCondition();
    private final Condition toReport = lock.newCondition();
    private final Ledger ledger = new Ledger();
    private final Pace pace = new Pace();
    private final Map<String, CancelHandle> handles = new TreeMap<>();
    private int waitingSlots;
    private boolean closing;

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
                Optional<Start> start = ledger.next(WorkerClock.millis());
                if (start.isPresent()) {
                    pace.started(start.get().step(), WorkerClock.millis());
                    CancelHandle handle = new CancelHandle();
                    handles.put(key(start.get()), handle);
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

    /** An attempt with the handle that ends it. */
    record Started(Start start, CancelHandle cancel) {}

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
            handles.remove(key(start));
            ledger.finished(start, result);
            toReport.signalAll();
            toStart.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** An attempt has no result; its process tree is gone. */
    void abandoned(Start start) {
        lock.lock();
        try {
            handles.remove(key(start));
            ledger.abandoned(start.step(), start.item());
            toReport.signalAll();
            toStart.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Waits until finished attempts are due, or something may be given back, or the worker closes. */
    void awaitReport() throws InterruptedException {
        lock.lock();
        try {
            while (!closing) {
                long now = WorkerClock.millis();
                long due = dueMillis(now);
                if (due <= now || (ledger.open() && ledger.canRelease())) {
                    return;
                }
                var _ = toReport.await(Math.min(due - now, LOOK_AGAIN_MILLIS), TimeUnit.MILLISECONDS);
            }
        } finally {
            lock.unlock();
        }
    }

    private long dueMillis(long now) {
        if (!ledger.open() || ledger.stepsToCommit().isEmpty()) {
            return Long.MAX_VALUE;
        }
        return ledger.idle() ? now : pace.dueMillis(ledger.stepsToCommit(), now);
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

    /** Nothing starts any more, and what runs is ended. */
    void close() {
        lock.lock();
        try {
            closing = true;
            handles.values().forEach(CancelHandle::cancel);
            toStart.signalAll();
            toReport.signalAll();
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
            CancelHandle handle = handles.get(key(start));
            if (handle != null) {
                handle.cancel();
            }
        }
    }

    private static String key(Start start) {
        return start.step().job() + ":" + start.step().step() + ":" + start.item();
    }
}
