package org.manyhands.worker.run;

import com.google.protobuf.ByteString;
import java.util.List;
import java.util.function.Consumer;
import org.manyhands.wire.Beat;
import org.manyhands.wire.BeatAnswer;
import org.manyhands.wire.Hello;
import org.manyhands.wire.Holding;
import org.manyhands.wire.Welcome;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens the session, keeps it alive with beats, takes orders, and opens it again when it is gone or past its time. */
final class Heart {
    /** So many beats go into one time to live. */
    private static final long BEATS_PER_TTL = 5;

    /** Of what starts is told sooner, but not more often than this in one time to live. */
    private static final long BEATS_PER_TTL_MAX = 20;

    /** What starts together is told together. */
    private static final long TOGETHER_MILLIS = 10;

    private static final long AGAIN_MILLIS = 200;
    private static final long WATCH_MILLIS_MIN = 100;
    private static final long WATCH_MILLIS_MAX = 1_000;
    private static final Logger LOG = LoggerFactory.getLogger(Heart.class);

    private final Books books;
    private final ControlLink link;
    private final Hello hello;
    private final Room room;
    private final StagingCache cache;
    private final Runnable onOrders;
    private final Consumer<String> onRefusal;
    private volatile long ttlMillis = 1_000;
    /** When a beat came early last, because something had started; of the thread that beats. */
    private long toldMillis;

    Heart(
            Books books,
            ControlLink link,
            Hello hello,
            Room room,
            StagingCache cache,
            Runnable onOrders,
            Consumer<String> onRefusal) {
        this.books = books;
        this.link = link;
        this.hello = hello;
        this.room = room;
        this.cache = cache;
        this.onOrders = onOrders;
        this.onRefusal = onRefusal;
    }

    /** Beats until the worker closes; on a thread of its own. */
    void beat() {
        try {
            var _ = lookForRoom();
            while (!books.closing()) {
                awaitBeat();
                beatOnce();
            }
        } catch (RefusedException refused) {
            refused(refused);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    /** A task may take this node down as soon as it has started, and then nobody would know which one it was. */
    private void awaitBeat() throws InterruptedException {
        long interval = ttlMillis / BEATS_PER_TTL;
        long since = WorkerClock.millis() - toldMillis;
        long pause = Math.clamp(ttlMillis / BEATS_PER_TTL_MAX - since, 0, interval);
        Thread.sleep(pause);
        if (books.awaitUntold(interval - pause)) {
            Thread.sleep(TOGETHER_MILLIS);
            toldMillis = WorkerClock.millis();
        }
    }

    /**
     * Ends what runs when the session's time is over, until the worker closes; on a thread of its own, as all others may be waiting
     * for an answer just then.
     */
    void watch() {
        try {
            while (!books.closing()) {
                long left = books.look((ledger, pace) -> ledger.deadlineMillis()) - WorkerClock.millis();
                if (left <= 0) {
                    books.update((ledger, pace) -> ledger.fenced(WorkerClock.millis()));
                }
                Thread.sleep(Math.clamp(left, WATCH_MILLIS_MIN, WATCH_MILLIS_MAX));
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    /** Holds a session until the worker closes; on a thread of its own. */
    void serve() {
        try {
            while (!books.closing()) {
                try {
                    long session = open();
                    link.serve(session, this::obey);
                    ended(session);
                } catch (LinkDownException down) {
                    LOG.debug("The link is down: {}", down.getMessage());
                    Thread.sleep(AGAIN_MILLIS);
                }
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        } catch (RefusedException refused) {
            refused(refused);
        }
    }

    /** A session is over. The thread that beats may have opened another one since, which is not. */
    private void ended(long session) {
        books.update((ledger, pace) -> {
            if (ledger.session() == session) {
                ledger.ended();
            }
            return true;
        });
    }

    private void refused(RefusedException refused) {
        LOG.error("This node is refused: {}", refused.getMessage());
        onRefusal.accept(String.valueOf(refused.getMessage()));
    }

    private long open() throws LinkDownException, InterruptedException, RefusedException {
        long sent = WorkerClock.millis();
        Welcome welcome = link.open(hello);
        if (!welcome.getRefused().isEmpty()) {
            throw new RefusedException(welcome.getRefused());
        }
        ttlMillis = welcome.getTtlMillis();
        books.update((ledger, pace) -> {
            ledger.opened(welcome, sent, WorkerClock.millis());
            return true;
        });
        return welcome.getSession();
    }

    private void obey(Holding holding) {
        books.update((ledger, pace) -> ledger.reconcile(holding));
        onOrders.run();
    }

    /** A beat; past the deadline the session is opened again as well, for it may have been judged silent. */
    private void beatOnce() throws InterruptedException, RefusedException {
        boolean open = books.look((ledger, pace) -> ledger.open());
        if (!open) {
            return;
        }
        long sent = WorkerClock.millis();
        String trouble = lookForRoom();
        Beat beat = books.beat(trouble).toBuilder().addAllKept(ready()).build();
        try {
            BeatAnswer answer = link.beat(beat);
            books.update((ledger, pace) -> {
                // The other thread may have opened another session since it was sent.
                if (ledger.session() == beat.getSession()) {
                    ledger.beatAnswered(answer, sent, WorkerClock.millis());
                }
                pace.loadFactor(answer.getCommitPacePermille() / 1_000.0);
                return true;
            });
        } catch (LinkDownException unanswered) {
            LOG.debug("A beat was not answered: {}", unanswered.getMessage());
            if (books.update((ledger, pace) -> ledger.fenced(WorkerClock.millis()))) {
                reopen();
            }
        }
    }

    private List<ByteString> ready() {
        return Staging.ready(cache).stream()
                .map(tree -> ByteString.copyFrom(tree.toBytes()))
                .toList();
    }

    /** Why nothing is started; empty if that is not so. */
    private String lookForRoom() {
        String trouble = room.trouble();
        books.startNothing(!trouble.isEmpty());
        return trouble;
    }

    private void reopen() throws InterruptedException, RefusedException {
        try {
            open();
        } catch (LinkDownException down) {
            LOG.debug("The session cannot be opened again yet: {}", down.getMessage());
        }
    }

    /** The control plane will not have this node, and trying again would not help. */
    private static final class RefusedException extends Exception {
        private static final long serialVersionUID = 1;

        RefusedException(String sentence) {
            super(sentence);
        }
    }
}
