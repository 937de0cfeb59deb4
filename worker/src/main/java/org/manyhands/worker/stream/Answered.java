package org.manyhands.worker.stream;

import java.util.List;

/**
 * Items and their answers: answer number i is that to question number i.
 *
 * @param begunWallMillis when the first was asked
 * @param nanos until the last was answered
 * @param stderr what the process wrote to its standard error meanwhile
 */
public record Answered(List<Question> questions, Answers answers, long begunWallMillis, long nanos, Tail stderr) {}
