package org.manyhands.cli.node;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.manyhands.cli.notify.Delivery;
import org.manyhands.cli.notify.Teller;
import org.manyhands.core.command.Actor;
import org.manyhands.core.command.Command.RecordNotice;
import org.manyhands.core.state.Job;
import org.manyhands.core.state.Notice;
import org.manyhands.core.state.State;
import org.manyhands.server.control.Answer;
import org.manyhands.server.control.Control;
import org.manyhands.worker.process.CancelHandle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells whom jobs that have ended owe it, and records what became of it.
 *
 * <p>Concurrency: one thread looks for what is owed, a few others tell; a notice is with one of them at a time. Failure: what
 * was not recorded, because this process died or is closed, is still owed and is told again by the next node.
 */
final class NoticeRunner implements AutoCloseable {
    private static final int AT_ONCE_MAX = 4;
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);
    private static final long PAUSE_MILLIS = 50;
    private static final long CLOSE_SECONDS_MAX = 10;
    private static final Logger LOG = LoggerFactory.getLogger(NoticeRunner.class);

    private final Control control;
    private final Teller teller;
    private final Set<Key> atWork = ConcurrentHashMap.newKeySet();
    private final Set<CancelHandle> cancels = ConcurrentHashMap.newKeySet();
    private final ExecutorService tellers = Executors.newFixedThreadPool(
            AT_ONCE_MAX, Thread.ofPlatform().name("notice-", 0).daemon().factory());
    private final Thread thread;
    private volatile boolean closed;

    private NoticeRunner(Control control, Teller teller) {
        this.control = control;
        this.teller = teller;
        thread = Thread.ofPlatform().name("notices").daemon().unstarted(this::run);
    }

    private record Key(long job, int run, int number) {}

    static NoticeRunner start(Control control, Teller teller) {
        NoticeRunner runner = new NoticeRunner(control, teller);
        runner.thread.start();
        return runner;
    }

    private void run() {
        try {
            State state = control.root();
            while (true) {
                if (control.leads()) {
                    state.jobs().values().forEach(this::begin);
                }
                Thread.sleep(PAUSE_MILLIS);
                state = control.awaitNewer(state.applied(), LOOK_AGAIN);
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    private void begin(Job job) {
        for (Notice notice : job.notices()) {
            Key key = new Key(job.id(), job.run(), notice.number());
            if (notice.owed() && atWork.add(key)) {
                tellers.execute(() -> tell(key));
            }
        }
    }

    /** It may have waited for its turn, so it is looked at again. */
    private void tell(Key key) {
        CancelHandle cancel = new CancelHandle();
        cancels.add(cancel);
        try {
            Optional<Job> job = control.root().jobs().get(key.job()).filter(now -> owes(now, key));
            if (job.isPresent() && !closed) {
                Optional<Delivery> delivery = delivery(job.get(), key, cancel);
                if (delivery.isPresent()) {
                    record(key, delivery.get());
                }
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        } finally {
            cancels.remove(cancel);
            atWork.remove(key);
        }
    }

    private static boolean owes(Job job, Key key) {
        return job.run() == key.run()
                && job.notices().stream().anyMatch(notice -> notice.number() == key.number() && notice.owed());
    }

    private Optional<Delivery> delivery(Job job, Key key, CancelHandle cancel) throws InterruptedException {
        try {
            return teller.tell(job, key.number(), cancel);
        } catch (RuntimeException bug) {
            LOG.error("Notification {} of job {} cannot be told.", key.number() + 1, key.job(), bug);
            return Optional.of(new Delivery(false, "internal error: " + bug));
        }
    }

    /** Asked again while nobody knows whether it is in the log: the machine takes it once. */
    private void record(Key key, Delivery delivery) throws InterruptedException {
        RecordNotice record = new RecordNotice(key.job(), key.run(), key.number(), delivery.ok(), delivery.outcome());
        Answer answer = control.submit(Actor.LEADER, record);
        while (!(answer instanceof Answer.Applied)) {
            Thread.sleep(PAUSE_MILLIS);
            answer = control.submit(Actor.LEADER, record);
        }
        LOG.info("Notification {} of job {}: {}", key.number() + 1, key.job(), answer);
    }

    /** Ends what runs; nothing more of it is recorded. */
    @Override
    public void close() {
        closed = true;
        thread.interrupt();
        tellers.shutdownNow();
        cancels.forEach(CancelHandle::cancel);
        try {
            if (!tellers.awaitTermination(CLOSE_SECONDS_MAX, TimeUnit.SECONDS)) {
                LOG.warn("A notification did not end within {} s.", CLOSE_SECONDS_MAX);
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }
}
