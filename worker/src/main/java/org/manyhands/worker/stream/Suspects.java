package org.manyhands.worker.stream;

/**
 * The first items of those that wait, among which is one at which a process died. They are asked again in halves until it
 * is alone: at most log2 of their number deaths more.
 */
final class Suspects {
    private int count;
    private int together;

    /** These many are suspected from here on, and nobody else. */
    void are(int newCount, boolean firstIsLikely) {
        count = newCount;
        together = firstIsLikely ? 1 : half();
    }

    /** The one to blame is found. */
    void none() {
        count = 0;
    }

    /** So many of them were answered. */
    void cleared(int answered) {
        count = Math.max(0, count - answered);
        together = half();
    }

    boolean any() {
        return count > 0;
    }

    /** How many to ask together. */
    int together() {
        return Math.min(count, together);
    }

    private int half() {
        return Math.max(1, count / 2);
    }
}
