package org.manyhands.server.api;

/**
 * A schedule as users see it; its JSON is stable within one version of the API.
 *
 * @param cron minute, hour, day of month, month, day of week
 * @param zone in which these are meant
 * @param overlap one word: skip or allow
 * @param missed one word: once or skip
 * @param nextMillis when it is due, in milliseconds since 1970
 * @param lastJob the id of the newest job that it made; empty if it made none
 * @param lastState one word as in {@link JobView#state()}; removed, or empty if it made no job
 * @param lastMillis the last time that came, in milliseconds since 1970; 0 if none has
 * @param runs how many jobs it made
 * @param skips how many times came without a job
 * @param note why the last time made no job; empty if it made one
 * @param user who owns the jobs
 * @param directory to which what its job names is relative
 */
public record ScheduleView(
        String name,
        String cron,
        String zone,
        String overlap,
        String missed,
        long nextMillis,
        String lastJob,
        String lastState,
        long lastMillis,
        long runs,
        long skips,
        String note,
        String addedBy,
        long addedMillis,
        String user,
        String directory) {}
