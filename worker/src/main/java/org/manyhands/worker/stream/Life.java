package org.manyhands.worker.stream;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.manyhands.worker.process.Dialogue;

/** One process of a stream, from its first item to its end. */
public final class Life implements Dialogue {
    /** How long a surplus answer is waited for, where one would put the blame on an item. */
    private static final long SURPLUS_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    /** The same for the first item of a stream: a program that greets is found out here. */
    private static final long GREETING_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    /** A process that closed its output is about to end; if not, it is ended after this. */
    private static final long MUTE_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** A batch with more bytes of answers than this is asked again in smaller parts. */
    private static final int ANSWERS_BYTES_MAX = 16 << 20;

    private final Stream stream;
    private final Terms terms;
    private final Habit habit;
    private final LongSupplier nanos;
    private final AnswerReader reader;
    private byte[] heard = new byte[0];
    private @Nullable Batch batch;
    private Tail stderr = new Tail();
    private int batches;
    private long headNanos;
    private long keepNanos;
    private long endNanos;
    private long muteNanos = NEVER;
    private volatile String condemned = "";
    private boolean over;
    private boolean deaf;
    private boolean surplus;
    private boolean tooLong;
    private boolean timedOut;
    private boolean overflow;

    Life(Stream stream, Terms terms, Habit habit, LongSupplier nanos) {
        this.stream = stream;
        this.terms = terms;
        this.habit = habit;
        this.nanos = nanos;
        reader = terms.framing().reader();
    }

    @Override
    public void ask(ByteBuffer into) {
        if (batch != null && batch.complete() && nanos.getAsLong() >= keepNanos) {
            keep(batch);
            batch = null;
        }
        if (batch == null && !over) {
            begin();
        }
        if (batch != null && !over) {
            batch.give(into);
            if (batch.allGiven() && habit.kind() == Habit.Kind.AT_END) {
                end();
            }
        }
    }

    private void begin() {
        List<Question> questions = stream.next();
        if (!questions.isEmpty()) {
            headNanos = nanos.getAsLong();
            batch = new Batch(questions, terms.framing(), headNanos);
            batches++;
        } else if (stream.exhausted()) {
            end();
        }
    }

    private void end() {
        over = true;
        endNanos = nanos.getAsLong();
    }

    private void keep(Batch complete) {
        stream.keep(complete, headNanos, stderr);
        stderr = new Tail();
    }

    @Override
    public boolean over() {
        return over;
    }

    @Override
    public boolean satisfied() {
        return batch == null || batch.complete();
    }

    @Override
    public boolean hear(ByteBuffer chunk) {
        int length = chunk.remaining();
        if (heard.length < length) {
            heard = new byte[length];
        }
        chunk.get(heard, 0, length);
        boolean fine = read(length);
        headNanos = nanos.getAsLong();
        if (fine && batch != null && batch.complete()) {
            completed(batch);
        } else if (fine && batch != null && batch.answers.bytes() > ANSWERS_BYTES_MAX) {
            overflow = true;
            return false;
        }
        return fine;
    }

    private boolean read(int length) {
        int at = 0;
        while (at < length) {
            if (batch == null || batch.nothingToAnswer()) {
                surplus = true;
                return false;
            }
            at = reader.read(heard, at, length, batch.answers, terms.answerBytesMax());
            if (at < 0) {
                tooLong = true;
                return false;
            }
        }
        return true;
    }

    private void completed(Batch complete) {
        boolean first = habit.kind() == Habit.Kind.UNKNOWN;
        boolean alone = complete.questions.size() == 1 && batches == 1;
        keepNanos = headNanos + (first ? GREETING_NANOS : alone || stream.suspecting() ? SURPLUS_NANOS : 0);
        if (!over) {
            habit.answeredWhileOpen();
        } else {
            if (!deaf) {
                habit.answeredAfterEnd(headNanos - complete.begunNanos, headNanos - endNanos);
            }
            endNanos = headNanos;
        }
    }

    @Override
    public boolean overhear(ByteBuffer chunk) {
        return stderr.accept(chunk);
    }

    @Override
    public void deaf() {
        deaf = true;
        if (!over) {
            end();
        }
    }

    @Override
    public void mute() {
        muteNanos = Math.min(muteNanos, nanos.getAsLong() + MUTE_NANOS);
    }

    @Override
    public long wakeNanos() {
        if (satisfied()) {
            return over ? endNanos + terms.endNanos() : batch == null ? NEVER : keepNanos;
        }
        long wake = deaf ? Math.min(muteNanos, endNanos + terms.endNanos()) : muteNanos;
        if (terms.timeoutNanos() > 0) {
            wake = Math.min(wake, deadlineNanos());
        }
        return patient() ? wake : Math.min(wake, headNanos + habit.patienceNanos());
    }

    /** Whether there is nothing to be found out by closing its input. */
    private boolean patient() {
        return over || habit.kind() != Habit.Kind.UNKNOWN || batch == null || !batch.allGiven();
    }

    /** Each item has its time from the answer before it; with a program that answers at its end, all have theirs together. */
    private long deadlineNanos() {
        int items = over && batch != null ? batch.unanswered().size() : 1;
        return headNanos + items * terms.timeoutNanos();
    }

    /** Ends it soon, from any thread, for a reason that what it is asked then fails with. */
    public void condemn(String sentence) {
        condemned = sentence;
    }

    @Override
    public boolean late(long nowNanos) {
        if (!condemned.isEmpty()) {
            return true;
        }
        if (satisfied()) {
            return over && nowNanos - endNanos >= terms.endNanos();
        }
        if (nowNanos >= muteNanos || (deaf && nowNanos >= endNanos + terms.endNanos())) {
            return true;
        }
        if (terms.timeoutNanos() > 0 && nowNanos >= deadlineNanos()) {
            timedOut = true;
            return true;
        }
        if (!patient() && nowNanos >= headNanos + habit.patienceNanos()) {
            end();
        }
        return false;
    }

    /** Keeps the last batch if it is complete and true; else it is what the end of the process leaves to be judged. */
    Optional<Batch> settle() {
        if (batch != null && batch.complete() && !surplus) {
            keep(batch);
            batch = null;
        }
        Optional<Batch> left = Optional.ofNullable(batch);
        batch = null;
        return left;
    }

    int batches() {
        return batches;
    }

    String condemned() {
        return condemned;
    }

    boolean surplus() {
        return surplus;
    }

    boolean tooLong() {
        return tooLong;
    }

    boolean timedOut() {
        return timedOut;
    }

    boolean overflow() {
        return overflow;
    }

    Tail stderr() {
        return stderr;
    }

    int answerBytesMax() {
        return terms.answerBytesMax();
    }
}
