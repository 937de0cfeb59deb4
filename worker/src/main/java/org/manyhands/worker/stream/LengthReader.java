package org.manyhands.worker.stream;

/** Four bytes, the highest first, say how many follow; below zero, as many follow that say why the item has failed. */
final class LengthReader implements AnswerReader {
    private int headBytes;
    private int head;

    @Override
    public int read(byte[] bytes, int from, int to, Answers answers, int bytesMax) {
        int at = from;
        while (headBytes < Integer.BYTES && at < to) {
            head = (head << Byte.SIZE) | (bytes[at++] & 0xff);
            headBytes++;
        }
        if (headBytes < Integer.BYTES) {
            return at;
        }
        long length = Math.abs((long) head);
        if (length > bytesMax) {
            return TOO_LONG;
        }
        int count = (int) Math.min(length - answers.openBytes(), to - at);
        answers.append(bytes, at, count);
        if (answers.openBytes() == length) {
            answers.end(head < 0);
            headBytes = 0;
        }
        return at + count;
    }
}
