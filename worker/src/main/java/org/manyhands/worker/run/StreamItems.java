package org.manyhands.worker.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.manyhands.store.Content;
import org.manyhands.store.ContentRef;
import org.manyhands.store.pack.SmallTask;
import org.manyhands.wire.TaskRecord;
import org.manyhands.worker.lease.Finished;
import org.manyhands.worker.lease.Result;
import org.manyhands.worker.lease.Start;
import org.manyhands.worker.process.Command;
import org.manyhands.worker.stream.Answered;
import org.manyhands.worker.stream.Failure;
import org.manyhands.worker.stream.Question;
import org.manyhands.worker.stream.Supply;
import org.roaringbitmap.RoaringBitmap;

/** Items of a step for its stream on one slot, and their answers as results in the open pack. */
final class StreamItems implements Supply {
    private static final byte[] NOTHING = {};

    private final Books books;
    private final Books.Streaming streaming;
    private final StepDetails details;
    private final OpenPack pack;
    private final Records records;
    private final Start first;
    private boolean firstGiven;
    private byte[] shared = NOTHING;

    StreamItems(
            Books books, Books.Streaming streaming, Start first, StepDetails details, OpenPack pack, Records records) {
        this.books = books;
        this.streaming = streaming;
        this.first = first;
        this.details = details;
        this.pack = pack;
        this.records = records;
        shared = records.shared(first, List.of(), Optional.empty(), List.of());
    }

    /** What is run from here on, and with which devices. */
    void runs(Command command, List<String> devices) {
        shared = records.shared(first, command.argv(), command.user(), devices);
    }

    @Override
    public Optional<List<Question>> more(int max, boolean wait) {
        if (!firstGiven) {
            firstGiven = true;
            return Optional.of(List.of(question(first)));
        }
        return books.more(streaming, max, wait)
                .map(starts -> starts.stream().map(this::question).toList());
    }

    private Question question(Start start) {
        try {
            return new Question(start, details.item(start.item()));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    @Override
    public void answered(Answered answered) {
        List<Question> questions = answered.questions();
        RoaringBitmap items = new RoaringBitmap();
        questions.forEach(question -> items.add(question.start().item()));
        RoaringBitmap kept = books.kept(streaming, items);
        byte[] stderr = answered.stderr().toBytes();
        long eachNanos = answered.nanos() / questions.size();
        AnsweredRecord ok = new AnsweredRecord(answered.begunWallMillis(), eachNanos, shared);
        List<SmallTask> small = new ArrayList<>(questions.size());
        for (int i = 0; i < questions.size(); i++) {
            Question question = questions.get(i);
            byte[] answer = answered.answers().answer(i);
            boolean alone = answered.answers().failed(i)
                    || answer.length > ContentRef.INLINE_BYTES_MAX
                    || (i == 0 && stderr.length > 0);
            if (alone && kept.contains(question.start().item())) {
                items.remove(question.start().item());
                TaskRecord.Builder record =
                        Records.own(question.start(), question.item(), answered.begunWallMillis(), eachNanos);
                keep(question, record, answer, answered.answers().failed(i), i == 0 ? stderr : NOTHING);
            } else if (kept.contains(question.start().item())) {
                small.add(new SmallTask(
                        OpenPack.key(question.start()),
                        ok.of(question.start(), question.item(), answer.length),
                        answer));
            }
        }
        keep(questions.getFirst().start(), items, small, eachNanos);
    }

    private void keep(Start start, RoaringBitmap items, List<SmallTask> small, long eachNanos) {
        if (!items.isEmpty()) {
            Result result = new Result(TaskRecord.Outcome.OK, 0, "", eachNanos * items.getLongCardinality());
            try {
                pack.addAll(streaming, small, new Finished(start, result, items));
            } catch (IOException full) {
                throw new UncheckedIOException(full);
            }
        }
    }

    private void keep(Question question, TaskRecord.Builder record, byte[] answer, boolean failed, byte[] stderr) {
        if (failed) {
            int length = Math.min(answer.length, Attempts.ERROR_TEXT_BYTES);
            record.setOutcome(TaskRecord.Outcome.ANSWER)
                    .setError(new String(answer, 0, length, StandardCharsets.UTF_8).strip());
        } else {
            record.setOutcome(TaskRecord.Outcome.OK).setStdoutBytes(answer.length);
        }
        keep(question, record, failed ? NOTHING : answer, stderr);
    }

    @Override
    public void failed(Question question, Failure failure) {
        TaskRecord.Builder record = Records.own(question.start(), question.item(), System.currentTimeMillis(), 0)
                .setOutcome(failure.outcome())
                .setExitCode(failure.exitCode())
                .setSignal(failure.signal())
                .setError(failure.sentence());
        keep(question, record, NOTHING, failure.stderr().toBytes());
    }

    private void keep(Question question, TaskRecord.Builder record, byte[] stdout, byte[] stderr) {
        record.setStderrBytes(stderr.length);
        try {
            pack.add(
                    streaming,
                    question.start(),
                    Records.result(record),
                    bytes(record),
                    Content.of(stdout),
                    Content.of(stderr));
        } catch (IOException full) {
            throw new UncheckedIOException(full);
        }
    }

    /** A record is what its parts are one behind the other. */
    private byte[] bytes(TaskRecord.Builder own) {
        byte[] mine = own.build().toByteArray();
        byte[] whole = java.util.Arrays.copyOf(mine, mine.length + shared.length);
        System.arraycopy(shared, 0, whole, mine.length, shared.length);
        return whole;
    }
}
