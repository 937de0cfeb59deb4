package org.manyhands.worker.lease;

import org.manyhands.wire.TaskRecord.Outcome;

/**
 * How an attempt ended.
 *
 * @param detail the exit code or signal; 0 where there is none
 * @param sample what it said of its failure, at most 256 characters
 */
public record Result(Outcome outcome, int detail, String sample, long durationNanos) {
    static final int SAMPLE_MAX = 256;

    public Result {
        sample = sample.length() > SAMPLE_MAX ? sample.substring(0, SAMPLE_MAX) : sample;
    }

    boolean ok() {
        return outcome == Outcome.OK;
    }
}
