package org.manyhands.worker.stream;

import java.nio.ByteBuffer;
import java.util.List;
import org.manyhands.store.ByteWriter;

/** Items that are asked together. Their answers count only when all are there and nothing more. */
final class Batch {
    final List<Question> questions;
    final Answers answers;
    final long begunNanos;
    final long begunWallMillis;
    private final byte[] asked;
    private final int[] ends;
    private int given;

    Batch(List<Question> questions, Framing framing, long begunNanos) {
        this.questions = questions;
        this.begunNanos = begunNanos;
        begunWallMillis = System.currentTimeMillis();
        answers = new Answers(questions.size());
        ends = new int[questions.size()];
        ByteWriter writer = new ByteWriter();
        for (int i = 0; i < ends.length; i++) {
            framing.write(questions.get(i).item(), writer);
            ends[i] = writer.size();
        }
        asked = writer.toBytes();
    }

    void give(ByteBuffer into) {
        int count = Math.min(into.remaining(), asked.length - given);
        into.put(asked, given, count);
        given += count;
    }

    boolean allGiven() {
        return given == asked.length;
    }

    boolean complete() {
        return answers.count() == questions.size();
    }

    /** Whether the next answer would be one without a question. */
    boolean nothingToAnswer() {
        return complete() || given < ends[answers.count()];
    }

    List<Question> unanswered() {
        return questions.subList(answers.count(), questions.size());
    }

    Answered answered(long nowNanos, Tail stderr) {
        return new Answered(questions, answers, begunWallMillis, nowNanos - begunNanos, stderr);
    }
}
