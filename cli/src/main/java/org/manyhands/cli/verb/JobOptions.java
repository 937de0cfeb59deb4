package org.manyhands.cli.verb;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.manyhands.cli.spec.ArgumentSplitter;
import org.manyhands.cli.spec.FlagSpec;
import org.manyhands.cli.spec.JobFile;
import org.manyhands.cli.spec.ParsedJob;
import org.manyhands.cli.spec.SpecException;
import picocli.CommandLine.Option;

/** The options that describe a job, and the job that they and the words make. */
final class JobOptions {
    private static final Path STANDARD_INPUT = Path.of("-");

    @Option(
            names = {"-f", "--file"},
            paramLabel = "FILE",
            description = "A job file, YAML or JSON; - is standard input.")
    private @Nullable Path file;

    @Option(names = "--name", paramLabel = "NAME", description = "What people call the job.")
    private @Nullable String name;

    @Option(
            names = "--each",
            paramLabel = "ITEMS",
            description = "A task for each item: 1..120, 1..120:2, @FILE (one a line), - (standard input), [a, b].")
    private @Nullable String each;

    @Option(names = "--files", paramLabel = "GLOB", description = "A task for each file that matches.")
    private @Nullable String files;

    @Option(
            names = "--matrix",
            paramLabel = "NAME=VALUES",
            description = "A task for each combination: size=1,2, size=1..3, size=@FILE. May be repeated.")
    private List<String> matrix = new ArrayList<>();

    @Option(
            names = "--split",
            paramLabel = "FILE",
            description =
                    "A task for each block of a file, on its standard input; gzip and zstd are seen through; - is ours.")
    private @Nullable String split;

    @Option(
            names = "--block",
            paramLabel = "SIZE",
            description = "Blocks of so many bytes, cut at line ends (default: 16M).")
    private @Nullable String block;

    @Option(names = "--lines", paramLabel = "N", description = "Blocks of so many lines.")
    private @Nullable String lines;

    @Option(
            names = {"-0", "--null"},
            description = "Items of --each @FILE and --each - are separated by NUL bytes.")
    private boolean nul;

    @Option(names = "--sh", paramLabel = "SCRIPT", description = "A shell script instead of a command.")
    private @Nullable String script;

    @Option(
            names = "--stream",
            description =
                    "The command is kept running and answers item after item: a line on its standard input is an item, a"
                            + " line on its standard output the answer.")
    private boolean stream;

    @Option(
            names = "--framing",
            paramLabel = "lines|length",
            description =
                    "How --stream tells items apart: by lines (default), or by their length in four bytes before.")
    private @Nullable String framing;

    @Option(
            names = "--in",
            paramLabel = "PATH",
            description =
                    "An input, file, directory or glob; tasks then run in a fresh directory that has them. May be repeated.")
    private List<String> in = new ArrayList<>();

    @Option(names = "--env", paramLabel = "NAME[=VALUE]", description = "A variable for the tasks. May be repeated.")
    private List<String> env = new ArrayList<>();

    @Option(names = "--env-all", description = "All variables that this shell has.")
    private boolean envAll;

    @Option(
            names = "--resources",
            paramLabel = "NAME=AMOUNT,...",
            description = "What one task needs, as cpu=2,memory=1G (default: cpu=1).")
    private @Nullable String resources;

    @Option(
            names = "--where",
            paramLabel = "EXPRESSION",
            description = "Only on nodes for which it holds, as \"labels.zone == 'eu'\"; 'mh node show' shows labels.")
    private @Nullable String where;

    @Option(
            names = "--spread",
            paramLabel = "LABEL",
            description =
                    "Evenly over the values of a label, as zone, or over nodes ('node'), as far as there is room.")
    private @Nullable String spread;

    @Option(
            names = "--retry",
            paramLabel = "N",
            description = "Failed tasks are tried again so often; also max=3,backoff=2s.")
    private @Nullable String retry;

    @Option(names = "--timeout", paramLabel = "TIME", description = "A task that runs longer is ended and has failed.")
    private @Nullable String timeout;

    @Option(
            names = "--grace",
            paramLabel = "TIME",
            description = "Between TERM and KILL when a task is ended (default: 10s).")
    private @Nullable String grace;

    @Option(
            names = "--lost-after",
            paramLabel = "TIME",
            description = "So long tasks go on with a node that is cut off before they run elsewhere (default: 0).")
    private @Nullable String lostAfter;

    @Option(names = "--at-most", paramLabel = "N", description = "So many tasks at once, over all nodes.")
    private @Nullable String atMost;

    @Option(
            names = "--max-fails",
            paramLabel = "N",
            description = "The job is aborted when so many tasks have failed for good.")
    private @Nullable String maxFails;

    @Option(
            names = "--output-limit",
            paramLabel = "SIZE",
            description = "A task that writes more has failed (default: 1G).")
    private @Nullable String outputLimit;

    @Option(
            names = "--out",
            paramLabel = "PATH",
            description = "The files of each task's $MH_OUT are put into this directory, each whole or not at all.")
    private @Nullable String out;

    @Option(
            names = "--gather",
            paramLabel = "COMMAND",
            description = "Runs once at the end, with the output of all tasks in order on its standard input.")
    private @Nullable String gather;

    @Option(names = "--priority", paramLabel = "N", description = "-1000 to 1000; higher is placed first (default: 0).")
    private @Nullable String priority;

    @Option(
            names = "--notify",
            paramLabel = "COMMAND|URL",
            description =
                    "At the end of the job, runs a line of the shell or sends a POST to an address. May be repeated.")
    private List<String> notify = new ArrayList<>();

    /** The job, the directory to which its paths are relative, and the file that it is, unless that is standard input. */
    record Given(ParsedJob job, Path directory, Optional<Path> file) {}

    Optional<String> name() {
        return Optional.ofNullable(name);
    }

    /** @param nameBesideFile whether --name may stand beside a job file, because it does not mean the job */
    Given job(ArgumentSplitter.Split words, boolean nameBesideFile) throws SpecException, UsageException {
        Path here = Path.of("").toAbsolutePath();
        Optional<Path> jobFile =
                Optional.ofNullable(file).or(() -> words.jobFile().map(Path::of));
        if (jobFile.isPresent()) {
            if (!words.command().isEmpty() || words.items().isPresent()) {
                throw new UsageException("a job file and a command ('" + String.join(" ", words.command())
                        + "') at once (expected: one of them)");
            }
            refuseFlagsBesideFile(nameBesideFile);
            if (jobFile.get().equals(STANDARD_INPUT)) {
                return new Given(JobFile.read(System.in), here, Optional.empty());
            }
            Path parent = jobFile.get().toAbsolutePath().getParent();
            return new Given(JobFile.read(jobFile.get()), parent == null ? here : parent, jobFile);
        }
        if (words.command().isEmpty() && script == null) {
            throw new UsageException("nothing to run (expected: a command, a job file, or --sh SCRIPT)");
        }
        return new Given(flags(words), here, Optional.empty());
    }

    private void refuseFlagsBesideFile(boolean nameBesideFile) throws UsageException {
        List<String> given = new ArrayList<>();
        add(given, "--name", nameBesideFile ? null : name);
        add(given, "--each", each);
        add(given, "--files", files);
        add(given, "--matrix", matrix.isEmpty() ? null : "");
        add(given, "--split", split);
        add(given, "--block", block);
        add(given, "--lines", lines);
        add(given, "--null", nul ? "" : null);
        add(given, "--sh", script);
        add(given, "--framing", framing);
        add(given, "--resources", resources);
        add(given, "--where", where);
        add(given, "--spread", spread);
        add(given, "--retry", retry);
        add(given, "--timeout", timeout);
        add(given, "--grace", grace);
        add(given, "--lost-after", lostAfter);
        add(given, "--at-most", atMost);
        add(given, "--max-fails", maxFails);
        add(given, "--output-limit", outputLimit);
        add(given, "--priority", priority);
        add(given, "--notify", notify.isEmpty() ? null : "");
        if (stream) {
            given.add("--stream");
        }
        add(given, "--out", out);
        add(given, "--gather", gather);
        if (!in.isEmpty() || !env.isEmpty() || envAll) {
            given.add("--in, --env");
        }
        if (!given.isEmpty()) {
            throw new UsageException(String.join(", ", given) + " beside a job file (expected: in the file)");
        }
    }

    private static void add(List<String> given, String option, @Nullable String value) {
        if (value != null) {
            given.add(option);
        }
    }

    private ParsedJob flags(ArgumentSplitter.Split words) throws SpecException {
        FlagSpec flags = new FlagSpec().command(words.command()).nul(nul).stream(stream);
        apply(framing, flags::framing);
        apply(name, flags::name);
        apply(each, flags::each);
        apply(files, flags::files);
        for (String axis : matrix) {
            flags.matrix(axis);
        }
        apply(split, flags::split);
        apply(block, flags::block);
        apply(lines, flags::lines);
        apply(script, flags::script);
        apply(resources, flags::resources);
        apply(where, flags::where);
        apply(spread, flags::spread);
        apply(retry, flags::retry);
        apply(timeout, flags::timeout);
        apply(grace, flags::grace);
        apply(lostAfter, flags::lostAfter);
        apply(atMost, flags::atMost);
        apply(maxFails, flags::maxFails);
        apply(outputLimit, flags::outputLimit);
        apply(priority, flags::priority);
        apply(out, flags::out);
        apply(gather, flags::gather);
        if (words.items().isPresent()) {
            flags.values(words.items().get());
        }
        for (String hook : notify) {
            flags.notify(hook);
        }
        in.forEach(flags::in);
        for (String variable : env) {
            flags.env(variable, System.getenv());
        }
        return (envAll ? flags.envAll(System.getenv()) : flags).build();
    }

    /** Takes the text of a flag. */
    private interface Setter {
        FlagSpec set(String text) throws SpecException;
    }

    private static void apply(@Nullable String text, Setter setter) throws SpecException {
        if (text != null) {
            setter.set(text);
        }
    }
}
