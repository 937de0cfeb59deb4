package org.manyhands.worker.stream;

/**
 * What a step asks of its process.
 *
 * @param timeoutNanos for one item; 0 is none
 * @param answerBytesMax the longest answer
 * @param endNanos how long it may take to end once its input has ended and all is answered
 */
public record Terms(Framing framing, long timeoutNanos, int answerBytesMax, long endNanos) {
    /** Answers are in memory until they are kept, so none may be longer than this, whatever the step allows. */
    public static final int ANSWER_BYTES_MAX = 16 << 20;
}
