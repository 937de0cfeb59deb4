package org.manyhands.core.state;

import java.util.Optional;
import org.manyhands.core.Bytes;

/**
 * What makes jobs at certain times.
 *
 * @param id tells it from another of the same name, before or after it
 * @param definition what the jobs are made of and when; only who fires reads it
 * @param nextWallMillis when it is due, in milliseconds since 1970; it only grows
 * @param lastJob the newest job that it made, which may have been removed since
 * @param lastWallMillis the last time that came, in milliseconds since 1970; 0 if none has
 * @param runs how many jobs it made
 * @param skips how many times came without a job
 * @param note why the last time that came made no job; empty if it made one
 * @param addedBy who added it
 * @param addedWallMillis when, in milliseconds since 1970
 */
public record Schedule(
        long id,
        String name,
        Bytes definition,
        long nextWallMillis,
        Optional<Long> lastJob,
        long lastWallMillis,
        long runs,
        long skips,
        String note,
        String addedBy,
        long addedWallMillis) {

    /** One for which no time has come yet. */
    public static Schedule added(
            long id, String name, Bytes definition, long nextWallMillis, String addedBy, long addedWallMillis) {
        return new Schedule(
                id, name, definition, nextWallMillis, Optional.empty(), 0, 0, 0, "", addedBy, addedWallMillis);
    }

    /** It made a job, at a time of its own or not. */
    public Schedule made(long job) {
        return new Schedule(
                id,
                name,
                definition,
                nextWallMillis,
                Optional.of(job),
                lastWallMillis,
                runs + 1,
                skips,
                "",
                addedBy,
                addedWallMillis);
    }

    /** A time came without a job. */
    public Schedule skipped(String why) {
        return new Schedule(
                id,
                name,
                definition,
                nextWallMillis,
                lastJob,
                lastWallMillis,
                runs,
                skips + 1,
                why,
                addedBy,
                addedWallMillis);
    }

    /** The time that was next has come. */
    public Schedule passed(long dueWallMillis, long newNextWallMillis) {
        return new Schedule(
                id,
                name,
                definition,
                newNextWallMillis,
                lastJob,
                dueWallMillis,
                runs,
                skips,
                note,
                addedBy,
                addedWallMillis);
    }
}
