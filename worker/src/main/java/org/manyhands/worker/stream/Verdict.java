package org.manyhands.worker.stream;

import org.manyhands.wire.TaskRecord;
import org.manyhands.worker.process.Exit;
import org.manyhands.worker.process.Outcome;

/** What is said of an item that is to blame for the end of a process. */
record Verdict(Life life, Exit exit) {
    private static final int SAMPLE_BYTES = 200;

    Failure failure() {
        if (!life.condemned().isEmpty()) {
            return failure(TaskRecord.Outcome.DISK, life.condemned());
        }
        if (life.surplus()) {
            return failure(TaskRecord.Outcome.ANSWER, "it was answered more than once");
        }
        if (life.tooLong()) {
            return failure(
                    TaskRecord.Outcome.OUTPUT_LIMIT,
                    "its answer has more than " + life.answerBytesMax()
                            + " bytes; raise output_limit (a stream takes at" + " most " + Terms.ANSWER_BYTES_MAX
                            + ") or answer less");
        }
        if (life.timedOut()) {
            return failure(TaskRecord.Outcome.TIMED_OUT, life.stderr().text(SAMPLE_BYTES));
        }
        return switch (exit.outcome()) {
            case Outcome.NotStarted refused ->
                new Failure(TaskRecord.Outcome.NOT_STARTED, refused.code(), 0, refused.sentence(), life.stderr());
            case Outcome.Exited exited
            when exited.code() == 0 -> failure(TaskRecord.Outcome.ANSWER, "the process ended without an answer to it");
            case Outcome.Exited exited ->
                new Failure(
                        TaskRecord.Outcome.EXIT,
                        exited.code(),
                        0,
                        said("the process died of it with exit code " + exited.code()),
                        life.stderr());
            case Outcome.Signalled signalled ->
                new Failure(
                        TaskRecord.Outcome.SIGNAL,
                        -1,
                        signalled.signal(),
                        said("the process died of it by signal " + signalled.signal()),
                        life.stderr());
            case Outcome.Stopped _ ->
                failure(TaskRecord.Outcome.ANSWER, "the process closed its output without an answer to it");
        };
    }

    private String said(String otherwise) {
        String said = life.stderr().text(SAMPLE_BYTES);
        return said.isEmpty() ? otherwise : said;
    }

    private Failure failure(TaskRecord.Outcome outcome, String sentence) {
        return new Failure(outcome, -1, 0, sentence, life.stderr());
    }
}
