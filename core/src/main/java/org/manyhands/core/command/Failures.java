package org.manyhands.core.command;

import org.manyhands.core.items.ItemSet;

/**
 * Items that failed in the same way.
 *
 * @param reason why
 * @param detail the exit code or the number of the signal; 0 where there is none
 * @param sample what one of them said, for people; at most {@value #SAMPLE_MAX} characters
 */
public record Failures(FailureReason reason, int detail, ItemSet items, String sample) {
    public static final int SAMPLE_MAX = 256;

    public Failures {
        sample = sample.length() > SAMPLE_MAX ? sample.substring(0, cut(sample)) : sample;
    }

    /** Half of a surrogate pair has no encoding, and would not be the same after a round trip. */
    private static int cut(String sample) {
        return Character.isHighSurrogate(sample.charAt(SAMPLE_MAX - 1)) ? SAMPLE_MAX - 1 : SAMPLE_MAX;
    }
}
