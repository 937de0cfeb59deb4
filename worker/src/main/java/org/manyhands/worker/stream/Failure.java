package org.manyhands.worker.stream;

import org.manyhands.wire.TaskRecord.Outcome;

/**
 * Why an item has no answer.
 *
 * @param exitCode of the process that died at it; -1 if a signal ended it, or it was ended from here
 * @param signal 0 if none
 * @param sentence what happened, for people
 * @param stderr what the process wrote to its standard error since the last answers were kept
 */
public record Failure(Outcome outcome, int exitCode, int signal, String sentence, Tail stderr) {}
