package org.manyhands.worker.stream;

/** A line is an answer; its line end is part of it. */
final class LineReader implements AnswerReader {
    @Override
    public int read(byte[] bytes, int from, int to, Answers answers, int bytesMax) {
        int end = from;
        while (end < to && bytes[end] != '\n') {
            end++;
        }
        boolean complete = end < to;
        int next = complete ? end + 1 : end;
        if (answers.openBytes() + next - from > bytesMax) {
            return TOO_LONG;
        }
        answers.append(bytes, from, next - from);
        if (complete) {
            answers.end(false);
        }
        return next;
    }
}
