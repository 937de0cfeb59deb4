package org.manyhands.cli.verb;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.manyhands.cli.client.Cluster;
import org.manyhands.cli.node.Holder;
import org.manyhands.cli.node.Stay;
import org.manyhands.cli.schedule.Cron;
import org.manyhands.cli.schedule.Firing;
import org.manyhands.cli.spec.ArgumentSplitter;
import org.manyhands.cli.spec.JobFile;
import org.manyhands.cli.spec.SpecException;
import org.manyhands.cli.spec.SpecPrinter;
import org.manyhands.cli.submit.SubmitterEnvironment;
import org.manyhands.core.plan.Plan;
import org.manyhands.server.api.ScheduleView;
import org.manyhands.wire.ScheduleDefinition;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "add",
        customSynopsis = {
            "mh schedule add 'CRON' [OPTIONS] FILE.yaml",
            "mh schedule add 'CRON' [OPTIONS] COMMAND [ARG...] [::: ITEM...]"
        },
        description = {
            "Makes a job at each of the times: minute, hour, day of month, month, day of week, in quotes.",
            "The job file is kept as it is now; the files that it names are read each time. --name is the schedule's."
        },
        footer = {
            "",
            "Examples:",
            "  mh schedule add '0 3 * * *' -f etl.yaml --overlap skip --missed once",
            "  mh schedule add '*/10 * * * 1-5' --name sync -- rsync -a src/ dst/",
        })
final class ScheduleAddVerb extends JobGiving {
    private static final int KEY_BYTES = 16;
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]{0,63}");

    @Option(
            names = "--overlap",
            paramLabel = "skip|allow",
            description = "When the job before has not ended: no job then (default), or another one beside it.")
    private String overlap = "skip";

    @Option(
            names = "--missed",
            paramLabel = "once|skip",
            description = "Times that came while no node was up and awake make one job together (default), or none.")
    private String missed = "once";

    @Option(
            names = "--zone",
            paramLabel = "ZONE",
            description = "The time zone of the times, as Europe/Berlin (default: the one of this machine).")
    private @Nullable String zone;

    private @Nullable String cron;

    /** The first word that is no option are the times. */
    @Override
    ArgumentSplitter.Split split(List<String> after, Set<String> valued) throws SpecException, UsageException {
        ArgumentSplitter.Split all = ArgumentSplitter.split(after, valued);
        int at = all.options().size();
        if (all.forced() || at >= after.size()) {
            return all;
        }
        cron = after.get(at);
        List<String> rest = new ArrayList<>(after);
        rest.remove(at);
        return ArgumentSplitter.split(rest, valued);
    }

    @Override
    boolean nameBesideFile() {
        return true;
    }

    @Override
    public Integer call() throws Exception {
        if (cron == null) {
            throw new UsageException("at which times? (expected: 5 fields in quotes, as in"
                    + " mh schedule add '0 3 * * *' -f etl.yaml)");
        }
        return super.call();
    }

    @Override
    int take(JobOptions.Given given) throws Exception {
        String times = java.util.Objects.requireNonNull(cron);
        String in = zone == null ? ZoneId.systemDefault().getId() : zone;
        long next = Cron.parse(times, in)
                .next(System.currentTimeMillis())
                .orElseThrow(() -> new UsageException(
                        "'" + times + "' never comes (expected: a day that its month has, as in '0 0 28 2 *')"));
        String name = name(given);
        ScheduleDefinition definition = definition(given, times, in);
        try (Cluster cluster = reach()) {
            // As a try: what it names is read again each time, and a mistake is better told now.
            Plan plan = Firing.plan(definition, cluster.sink());
            if (plan.steps().stream().anyMatch(step -> !step.where().isEmpty())) {
                var _ = cluster.request("POST", "/v1/plan", Submission.PLANS.encode(plan));
            }
            ScheduleView added = cluster.json(
                    "PUT", ScheduleVerb.address(name) + "?next=" + next, definition.toByteArray(), ScheduleView.class);
            System.out.println("schedule " + added.name() + " added; next at " + Times.moment(added.nextMillis()));
            if (cluster.directory()
                    .holder()
                    .map(Holder::stay)
                    .filter(Stay.LASTING::equals)
                    .isEmpty()) {
                CommandLines.say("no node is running here that stays: it fires when 'mh up' runs");
            }
        }
        return ExitCode.OK;
    }

    private String name(JobOptions.Given given) throws UsageException {
        String name = name().orElse(given.job().spec().name());
        if (!NAME.matcher(name).matches()) {
            throw new UsageException("the name '" + name
                    + "' of the schedule (expected: 1 to 64 letters, digits, '-', '_' and '.'; --name gives another)");
        }
        return name;
    }

    private ScheduleDefinition definition(JobOptions.Given given, String times, String in)
            throws UsageException, SpecException, IOException {
        JobFile.refuseStandardInput(given.job(), "which is gone when the schedule fires (expected: @FILE)");
        byte[] key = new byte[KEY_BYTES];
        new SecureRandom().nextBytes(key);
        // A pipe was read to its end when it was checked.
        Optional<Path> file = given.file().filter(Files::isRegularFile);
        byte[] text = file.isPresent()
                ? Files.readAllBytes(file.get())
                : SpecPrinter.print(given.job().spec()).getBytes(StandardCharsets.UTF_8);
        return ScheduleDefinition.newBuilder()
                .setKey(ByteString.copyFrom(key))
                .setCron(times.strip())
                .setZone(in)
                .setOverlap(
                        switch (overlap) {
                            case "skip" -> ScheduleDefinition.Overlap.OVERLAP_SKIP;
                            case "allow" -> ScheduleDefinition.Overlap.OVERLAP_ALLOW;
                            default -> throw wrong("--overlap", overlap, "skip or allow");
                        })
                .setMissed(
                        switch (missed) {
                            case "once" -> ScheduleDefinition.Missed.MISSED_ONCE;
                            case "skip" -> ScheduleDefinition.Missed.MISSED_SKIP;
                            default -> throw wrong("--missed", missed, "once or skip");
                        })
                .setJobFile(ByteString.copyFrom(text))
                .setJobFileName(file.map(Path::toString).orElse("job.yaml"))
                .setDirectory(ByteString.copyFromUtf8(given.directory().toString()))
                .setWorkingDirectory(
                        ByteString.copyFromUtf8(Path.of("").toAbsolutePath().toString()))
                .setUser(System.getProperty("user.name"))
                .addAllEnv(SubmitterEnvironment.of(System.getenv()))
                .build();
    }

    private static UsageException wrong(String option, String value, String expected) {
        return new UsageException(option + ": '" + value + "' (expected: " + expected + ")");
    }
}
