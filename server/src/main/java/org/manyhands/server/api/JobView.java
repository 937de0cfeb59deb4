package org.manyhands.server.api;

import java.util.List;

/**
 * A job as users see it; its JSON is stable within one version of the API.
 *
 * @param id as users write it
 * @param state one word: queued, running, paused, cancelling, succeeded, failed, cancelled, aborted
 * @param reason one sentence
 * @param owner who submitted it
 * @param user as whom its tasks run; empty: as the user of the node
 * @param applied the number of the state that this shows
 * @param submittedMillis milliseconds since 1970
 * @param endedMillis the same; 0 while it has not ended
 * @param result the number of the step whose outputs are the result; -1 if none
 * @param notifications in the order of the job
 * @param tookMillis from its submission to its end, or to now; never negative, whatever the clock was put to
 */
public record JobView(
        String id,
        String name,
        int run,
        String state,
        String reason,
        String owner,
        String user,
        int priority,
        long applied,
        long submittedMillis,
        long endedMillis,
        int result,
        List<StepView> steps,
        List<NotificationView> notifications,
        long tookMillis) {

    /** Whether somebody is still to be told of its end. */
    public boolean owesNotice() {
        return notifications.stream()
                .anyMatch(notification -> notification.state().equals("owed"));
    }

    /**
     * Somebody who is told when the job has ended.
     *
     * @param what the command, or where the address is
     * @param state one word: waiting (for the end), unwanted (at this end), owed, told, failed
     * @param outcome what the other side answered, or why it was not reached; empty before
     * @param toldMillis when, in milliseconds since 1970; 0 before
     * @param timeoutMillis how long telling it may take
     */
    public record NotificationView(String what, String state, String outcome, long toldMillis, long timeoutMillis) {}

    /**
     * A step. Its items are in exactly one of the counts each.
     *
     * @param state one word: blocked, open (waits for items), queued, running, succeeded, failed, cancelled, aborted
     * @param running on some node now: as many as its leases let run, or as beats tell if that is more
     * @param committing finished on a node, and not committed yet
     * @param queuedOnNode with a node that has not started them yet
     * @param backingOff failed, and waiting for another try
     * @param queued ready, and with no node
     * @param blocked waiting for other steps
     * @param notStarted left over when the job failed
     * @param attempts how many attempts were reported
     * @param workMillis what they took together
     * @param list one word for its list of items: closed; open, so that more may come; left, which is open with nobody at
     *     work who gives them
     * @param gathered another step takes its standard output, which is not shown
     */
    public record StepView(
            int number,
            String name,
            String state,
            String reason,
            long items,
            long ok,
            long failed,
            long cancelled,
            long running,
            long committing,
            long queuedOnNode,
            long backingOff,
            long queued,
            long blocked,
            long notStarted,
            long attempts,
            long workMillis,
            List<FailureView> failures,
            String list,
            boolean gathered) {}

    /** How often attempts failed in one way, with the last task that did, from 1, and what it said. */
    public record FailureView(String reason, long count, long task, String sample) {}
}
