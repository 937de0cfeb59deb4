package org.manyhands.worker.stream;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.manyhands.wire.TaskRecord;
import org.manyhands.worker.process.Exit;
import org.manyhands.worker.process.Outcome;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a slot does for a step whose process answers many items, over all the lives of that process. For one thread.
 *
 * <p>Items are asked in batches, and a batch is kept when it has as many answers as items and nothing more: an answer has no
 * name, so a surplus or a missing one means that nobody knows which belongs to which. A batch that is not kept is asked
 * again, its items being suspects; first the one whose answer was awaited, if the program is known to answer as it goes, else in
 * halves. One that was asked alone, first in the life of a process, and then was not answered as it should be, has failed.
 * The others succeed, however often the process died.
 */
public final class Stream {
    /** Bytes of items that are with a process and not yet kept, but for a single larger item. */
    static final int BATCH_BYTES_MAX = 1 << 20;

    private static final Logger LOG = LoggerFactory.getLogger(Stream.class);

    private final Supply supply;
    private final Terms terms;
    private final LongSupplier nanos;
    private final Deque<Question> waiting = new ArrayDeque<>();
    private final Suspects suspects = new Suspects();
    private final Window window = new Window();
    private final Habit habit = new Habit();
    private boolean exhausted;

    /** @param nanos the clock of {@link System#nanoTime} */
    public Stream(Supply supply, Terms terms, LongSupplier nanos) {
        this.supply = supply;
        this.terms = terms;
        this.nanos = nanos;
    }

    /** Whether another process is wanted. Waits while more items may come. */
    public boolean goesOn() {
        while (waiting.isEmpty() && !exhausted) {
            fetch(1, true);
        }
        return !waiting.isEmpty();
    }

    /** The dialogue with a new process; {@link #ended} must follow. */
    public Life begin() {
        return new Life(this, terms, habit, nanos);
    }

    /** The items of the next batch; none if there are none now, or none ever ({@link #exhausted}). */
    List<Question> next() {
        int wanted = suspects.any() ? suspects.together() : window.size();
        if (!suspects.any() && waiting.size() < wanted && !exhausted) {
            fetch(wanted - waiting.size(), waiting.isEmpty());
        }
        List<Question> batch = new ArrayList<>();
        long bytes = 0;
        while (batch.size() < wanted && !waiting.isEmpty()) {
            bytes += waiting.getFirst().item().size();
            if (!batch.isEmpty() && bytes > BATCH_BYTES_MAX) {
                break;
            }
            batch.add(waiting.removeFirst());
        }
        return batch;
    }

    boolean exhausted() {
        return exhausted && waiting.isEmpty();
    }

    boolean suspecting() {
        return suspects.any();
    }

    private void fetch(int max, boolean wait) {
        Optional<List<Question>> more = supply.more(max, wait);
        exhausted = more.isEmpty();
        for (Question question : more.orElse(List.of())) {
            Optional<String> refusal = terms.framing().refusal(question.item());
            if (refusal.isPresent()) {
                supply.failed(question, new Failure(TaskRecord.Outcome.NOT_STARTED, -1, 0, refusal.get(), new Tail()));
            } else {
                waiting.add(question);
            }
        }
    }

    /** The answers of a batch are true. */
    void keep(Batch batch, long nowNanos, Tail stderr) {
        Answered answered = batch.answered(nowNanos, stderr);
        supply.answered(answered);
        suspects.cleared(answered.questions().size());
        window.learn(answered.questions().size(), answered.nanos(), batch.answers.bytes(), habit.kind());
    }

    /** No process can be started: what waits has failed. */
    public void refuse(Failure failure) {
        waiting.forEach(question -> supply.failed(question, failure));
        waiting.clear();
        suspects.none();
    }

    /** A process has ended, and not because it was cancelled. */
    public void ended(Life life, Exit exit) {
        if (exit.outcome() instanceof Outcome.NotStarted) {
            refuse(new Verdict(life, exit).failure());
            return;
        }
        Optional<Batch> last = life.settle();
        if (last.isEmpty()) {
            if (life.surplus()) {
                LOG.warn(
                        "The process of a stream gave more answers than it was asked for items, and all of them were kept"
                                + " before the surplus one was there: some may belong to other items");
            } else if (!exit.ok()) {
                LOG.info("The process of a stream ended with {} after it had answered everything", exit.outcome());
            }
            return;
        }
        Batch batch = last.get();
        Failure failure = new Verdict(life, exit).failure();
        if (batch.questions.size() == 1 && life.batches() == 1) {
            supply.failed(batch.questions.getFirst(), failure);
            suspects.none();
            window.shut();
            return;
        }
        if (life.overflow()) {
            window.shrink(batch.answers.count() / 2);
            suspects.none();
        } else {
            boolean prompt = habit.kind() == Habit.Kind.PROMPT;
            suspects.are(batch.questions.size(), !life.surplus() && (prompt || life.tooLong() || life.timedOut()));
        }
        List<Question> again = new ArrayList<>(batch.unanswered());
        again.addAll(batch.questions.subList(0, batch.answers.count()));
        again.reversed().forEach(waiting::addFirst);
    }
}
