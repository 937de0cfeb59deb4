package org.manyhands.cli.schedule;

import com.google.protobuf.InvalidProtocolBufferException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.manyhands.cli.spec.CompiledJob;
import org.manyhands.cli.spec.Compiler;
import org.manyhands.cli.spec.JobFile;
import org.manyhands.cli.spec.ParsedJob;
import org.manyhands.cli.spec.SpecException;
import org.manyhands.cli.submit.SubmitterEnvironment;
import org.manyhands.cli.submit.Uploads;
import org.manyhands.core.command.Command.FireSchedule;
import org.manyhands.core.plan.Plan;
import org.manyhands.core.state.Job;
import org.manyhands.core.state.Schedule;
import org.manyhands.core.state.State;
import org.manyhands.store.BlobSink;
import org.manyhands.wire.ScheduleDefinition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a schedule that is due makes: a job, or the reason why not. */
public final class Firing {
    /** A time that is found later than this was missed: no node was up when it came, or its machine slept. */
    static final long LATE_MILLIS = TimeUnit.MINUTES.toMillis(1);

    private static final DateTimeFormatter MOMENT = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);
    private static final Logger LOG = LoggerFactory.getLogger(Firing.class);

    private final BlobSink sink;
    private final LongSupplier wallMillis;

    /**
     * @param sink where items and inputs go
     * @param wallMillis milliseconds since 1970
     */
    public Firing(BlobSink sink, LongSupplier wallMillis) {
        this.sink = sink;
        this.wallMillis = wallMillis;
    }

    /** Whether its time has come. */
    public boolean isDue(Schedule schedule) {
        return schedule.nextWallMillis() <= wallMillis.getAsLong();
    }

    /** The command for a schedule that is due. Reads what its job names, which takes as long as that is large. */
    public FireSchedule fire(State state, Schedule schedule) {
        try {
            ScheduleDefinition definition =
                    ScheduleDefinition.parseFrom(schedule.definition().toArray());
            Optional<String> reason = reasonToSkip(state, schedule, definition);
            return reason.isPresent()
                    ? skip(schedule, reason.get())
                    : command(schedule, Optional.of(plan(definition, sink)), "");
        } catch (SpecException | IOException | InvalidPathException failed) {
            return skip(schedule, "its job cannot be made: " + failed.getMessage());
        } catch (RuntimeException bug) {
            LOG.error("Schedule {} cannot be fired.", schedule.name(), bug);
            return skip(schedule, "internal error: " + bug);
        }
    }

    /** The command that lets the time pass without a job. */
    public FireSchedule skip(Schedule schedule, String reason) {
        int most = FireSchedule.NOTE_MAX;
        boolean pair = reason.length() > most && Character.isHighSurrogate(reason.charAt(most - 1));
        String note = reason.length() > most ? reason.substring(0, pair ? most - 1 : most) : reason;
        return command(schedule, Optional.empty(), note);
    }

    private FireSchedule command(Schedule schedule, Optional<Plan> plan, String note) {
        return new FireSchedule(schedule.name(), schedule.id(), schedule.nextWallMillis(), next(schedule), plan, note);
    }

    /** All times up to now are over with the one that is due. */
    private long next(Schedule schedule) {
        long now = Math.max(wallMillis.getAsLong(), schedule.nextWallMillis());
        try {
            ScheduleDefinition definition =
                    ScheduleDefinition.parseFrom(schedule.definition().toArray());
            return Cron.parse(definition.getCron(), definition.getZone())
                    .next(now)
                    .orElse(Long.MAX_VALUE);
        } catch (SpecException | InvalidProtocolBufferException unreadable) {
            LOG.error("Schedule {} is not understood and never comes again.", schedule.name(), unreadable);
            return Long.MAX_VALUE;
        }
    }

    private Optional<String> reasonToSkip(State state, Schedule schedule, ScheduleDefinition definition) {
        Optional<Job> before =
                schedule.lastJob().flatMap(job -> state.jobs().get(job)).filter(job -> !job.decided());
        if (definition.getOverlap() == ScheduleDefinition.Overlap.OVERLAP_SKIP && before.isPresent()) {
            return Optional.of("job " + before.get().id() + " has not ended");
        }
        boolean late = wallMillis.getAsLong() - schedule.nextWallMillis() > LATE_MILLIS;
        return definition.getMissed() == ScheduleDefinition.Missed.MISSED_SKIP && late
                ? Optional.of("missed, as no node was up and awake at " + moment(schedule.nextWallMillis()))
                : Optional.empty();
    }

    /**
     * The job as what it names is now.
     *
     * @throws SpecException if it makes no job
     */
    public static Plan plan(ScheduleDefinition definition, BlobSink sink) throws SpecException, IOException {
        ParsedJob parsed = JobFile.parse(
                definition.getJobFileName(), definition.getJobFile().toByteArray());
        Uploads uploads =
                new Uploads(sink, Path.of(definition.getDirectory().toStringUtf8()), InputStream.nullInputStream());
        CompiledJob job = Compiler.compile(
                parsed,
                new Compiler.Submitter(
                        definition.getUser(), definition.getWorkingDirectory().toStringUtf8()),
                uploads::items,
                uploads::inputs);
        return SubmitterEnvironment.added(job.plan(), definition.getEnvList());
    }

    private static String moment(long millis) {
        return MOMENT.format(Instant.ofEpochMilli(millis).atZone(ZoneId.systemDefault()));
    }
}
