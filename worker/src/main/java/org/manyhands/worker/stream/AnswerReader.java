package org.manyhands.worker.stream;

/** Cuts what a process writes into answers. */
interface AnswerReader {
    int TOO_LONG = -1;

    /**
     * Reads up to the end of one answer, or to the end of the bytes.
     *
     * @param bytesMax the longest answer
     * @return where the next one begins, or {@link #TOO_LONG} if this one is too long
     */
    int read(byte[] bytes, int from, int to, Answers answers, int bytesMax);
}
