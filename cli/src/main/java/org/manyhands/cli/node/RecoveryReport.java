package org.manyhands.cli.node;

import java.util.List;

/**
 * What a recovery would go on from, and what it would leave behind.
 *
 * @param node the control node whose directory it is
 * @param keepers the others that keep the log
 * @param answering those of them that answer
 * @param entry the number of the last entry of the state
 * @param index where that is in the log
 * @param wallMillis when its leader made it
 * @param removed the control nodes that would be members no more
 * @param workers how many others are members
 * @param jobs how many are known
 * @param openJobs how many of them have not ended
 */
public record RecoveryReport(
        String node,
        List<String> keepers,
        List<String> answering,
        long entry,
        long index,
        long wallMillis,
        List<String> removed,
        int workers,
        int jobs,
        int openJobs) {
    public RecoveryReport {
        keepers = List.copyOf(keepers);
        answering = List.copyOf(answering);
        removed = List.copyOf(removed);
    }
}
