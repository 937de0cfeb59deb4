package org.manyhands.server.api;

import java.util.List;

/**
 * Something that happened; its JSON is stable within one version of the API.
 *
 * @param applied the number of the state in which it had happened; several events may share one
 * @param timeMillis milliseconds since 1970, by the clock of the leader of then
 * @param kind one word of lower case and underscores
 * @param job the id; empty if it is no job's
 * @param step the name; empty if it is no step's
 * @param tasks as users count them, from 1, in ranges; empty if it is of no task
 * @param count how many tasks these are
 * @param node where it happened; empty if nowhere
 * @param boot the life of that node
 * @param actor who wanted it; empty if nobody did
 * @param reason why; empty if there is nothing to say
 * @param text all of this as a sentence
 */
public record EventView(
        long applied,
        long timeMillis,
        String kind,
        String job,
        String step,
        String tasks,
        long count,
        String node,
        long boot,
        String actor,
        String reason,
        String text) {
    EventView withText(String newText) {
        return new EventView(applied, timeMillis, kind, job, step, tasks, count, node, boot, actor, reason, newText);
    }

    /**
     * A part of the events.
     *
     * @param job the id of the job that was asked for; empty if none was
     * @param next what to ask for as {@code after} to go on
     * @param more whether there may be more already
     * @param damages a sentence for each place on the way where something is missing
     */
    public record Page(String job, List<EventView> events, long next, boolean more, List<String> damages) {}
}
