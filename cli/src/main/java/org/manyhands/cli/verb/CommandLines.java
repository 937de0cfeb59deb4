package org.manyhands.cli.verb;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.manyhands.cli.client.OutOfReachException;
import org.manyhands.cli.client.ProblemException;
import org.manyhands.cli.identity.JoiningException;
import org.manyhands.cli.node.DataDirectoryException;
import org.manyhands.cli.node.NodeException;
import org.manyhands.cli.spec.ArgumentSplitter;
import org.manyhands.cli.spec.ScriptFile;
import org.manyhands.cli.spec.SpecException;
import org.manyhands.store.BlobMissingException;
import org.manyhands.store.CorruptBlobException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.OptionSpec;

/** From the words of the command line to a verb and its exit code. */
public final class CommandLines {
    /** The exit code for what should not have happened. */
    public static final int INTERNAL_ERROR = ExitCode.INTERNAL;

    /** By name, in the order of the help. */
    static final Map<String, Supplier<CommandLine>> VERBS = verbs();

    private static final char UNREADABLE = '\uFFFD';

    private CommandLines() {}

    @Command(
            name = "mh",
            version = Version.TEXT,
            mixinStandardHelpOptions = true,
            synopsisSubcommandLabel = "VERB",
            description =
                    "Many machines, one computer: splits a job over machines, runs it, and puts the result together.",
            footer = {
                "",
                "Examples:",
                "  mh run examples/film/film.yaml            a job file: watch it, get its result",
                "  mh run gzip -9 {} ::: *.log               a command for each item",
                "  seq 100 | mh run --each - -- ./work {}    items from standard input",
                "  mh jobs; mh why last; mh attach last",
                "",
                "Exit codes of run, attach, wait: 0 all well, 1 some task failed, the code of a single task,",
                "120 usage, 121 cancelled or aborted, 123 out of reach, 125 internal, 126/127 as in a shell, 130 interrupted."
            })
    private static final class Root implements Runnable {
        @CommandLine.Spec
        private CommandLine.Model.@org.jspecify.annotations.Nullable CommandSpec spec;

        @Override
        public void run() {
            java.util.Objects.requireNonNull(spec).commandLine().usage(System.out);
        }
    }

    /** Runs one command line; every failure becomes a sentence on standard error and an exit code. */
    public static int execute(String[] args) {
        CommandLine root = root(args);
        root.setParameterExceptionHandler(CommandLines::usage);
        root.setExecutionExceptionHandler((failure, line, result) -> failed(failure));
        try {
            requireText(args);
            return root.execute(split(root, args));
        } catch (SpecException | UsageException mistake) {
            return failed(mistake);
        }
    }

    /** The program's grammar: its verbs and their options. */
    static CommandLine root() {
        return root(VERBS.values());
    }

    /** As much of the grammar as this command line needs: reading what the other verbs say of themselves takes a while. */
    private static CommandLine root(String[] args) {
        int at = verbAt(List.of(args));
        Supplier<CommandLine> verb = at < args.length ? VERBS.get(args[at]) : null;
        return verb == null ? root() : root(List.of(verb));
    }

    private static CommandLine root(Collection<Supplier<CommandLine>> verbs) {
        // '@list.txt' is an item file of the job language, not a file of arguments.
        CommandLine root = new CommandLine(new Root()).setExpandAtFiles(false);
        verbs.forEach(verb -> root.addSubcommand(verb.get()));
        return root;
    }

    private static Map<String, Supplier<CommandLine>> verbs() {
        Map<String, Supplier<CommandLine>> verbs = new LinkedHashMap<>();
        verbs.put("run", () -> new CommandLine(new RunVerb()));
        verbs.put("submit", () -> new CommandLine(new SubmitVerb()));
        verbs.put("attach", () -> new CommandLine(new AttachVerb()));
        verbs.put("wait", () -> new CommandLine(new WaitVerb()));
        verbs.put("jobs", () -> new CommandLine(new JobsVerb()));
        verbs.put("job", () -> new CommandLine(new JobVerb()));
        verbs.put("tasks", () -> new CommandLine(new TasksVerb()));
        verbs.put("logs", () -> new CommandLine(new LogsVerb()));
        verbs.put("get", () -> new CommandLine(new GetVerb()));
        verbs.put("cancel", () -> new CommandLine(new CancelVerb()));
        verbs.put("retry", () -> new CommandLine(new RetryVerb()));
        verbs.put("pause", () -> new CommandLine(new PauseVerb()));
        verbs.put("resume", () -> new CommandLine(new ResumeVerb()));
        verbs.put("set", () -> new CommandLine(new SetVerb()));
        verbs.put("rm", () -> new CommandLine(new RmVerb()));
        verbs.put("why", () -> new CommandLine(new WhyVerb()));
        verbs.put("events", () -> new CommandLine(new EventsVerb()));
        verbs.put("plan", () -> new CommandLine(new PlanVerb()));
        verbs.put("node", CommandLines::node);
        verbs.put("resource", CommandLines::resource);
        verbs.put("up", () -> new CommandLine(new UpVerb()));
        verbs.put("join", () -> new CommandLine(new JoinVerb()));
        verbs.put("token", CommandLines::token);
        verbs.put("cluster", CommandLines::cluster);
        verbs.put("doctor", () -> new CommandLine(new DoctorVerb()));
        verbs.put("schedule", CommandLines::schedule);
        return Collections.unmodifiableMap(verbs);
    }

    private static CommandLine node() {
        return new CommandLine(new NodeVerb())
                .addSubcommand(new NodeListVerb())
                .addSubcommand(new NodeShowVerb())
                .addSubcommand(new NodeLabelVerb())
                .addSubcommand(new NodeDrainVerb())
                .addSubcommand(new NodeRemoveVerb());
    }

    private static CommandLine resource() {
        return new CommandLine(new ResourceVerb())
                .addSubcommand(new ResourceListVerb())
                .addSubcommand(new ResourceSetVerb())
                .addSubcommand(new ResourceRmVerb());
    }

    private static CommandLine token() {
        return new CommandLine(new TokenVerb())
                .addSubcommand(new TokenCreateVerb())
                .addSubcommand(new TokenListVerb())
                .addSubcommand(new TokenRevokeVerb());
    }

    private static CommandLine cluster() {
        return new CommandLine(new ClusterVerb()).addSubcommand(new ClusterRecoverVerb());
    }

    private static CommandLine schedule() {
        return new CommandLine(new ScheduleVerb())
                .addSubcommand(new ScheduleAddVerb())
                .addSubcommand(new ScheduleListVerb())
                .addSubcommand(new ScheduleRunVerb())
                .addSubcommand(new ScheduleRmVerb());
    }

    /** Where the verb stands, behind options; the number of words if there is none. */
    private static int verbAt(List<String> words) {
        int at = 0;
        while (at < words.size() && words.get(at).startsWith("-")) {
            at += words.get(at).equals("--data") ? 2 : 1;
        }
        return at;
    }

    /** Bytes that the JVM could not read are lost by now; a command with other bytes than were given must not run. */
    private static void requireText(String[] args) throws UsageException {
        for (String word : args) {
            if (word.indexOf(UNREADABLE) >= 0) {
                throw new UsageException(
                        "'" + word + "' has bytes that are no text in this locale (set LC_ALL=C.UTF-8 if they"
                                + " are UTF-8; items of any bytes can be given on standard input: --each - with -0)");
            }
        }
    }

    /** The words of a command and of its items are none of the option parser's business: they are handed to the verb. */
    private static String[] split(CommandLine root, String[] args) throws SpecException, UsageException {
        List<String> words = new ArrayList<>(Arrays.asList(args));
        int at = verbAt(words);
        CommandLine verb = at < words.size() ? root.getSubcommands().get(words.get(at)) : null;
        if (verb != null && at + 1 < words.size() && verb.getSubcommands().containsKey(words.get(at + 1))) {
            verb = verb.getSubcommands().get(words.get(++at));
        }
        if (verb == null || !(verb.getCommand() instanceof JobGiving giving)) {
            return args;
        }
        Set<String> valued = new HashSet<>();
        for (OptionSpec option : verb.getCommandSpec().options()) {
            if (option.arity().max() > 0) {
                valued.addAll(Arrays.asList(option.names()));
            }
        }
        ArgumentSplitter.Split split = giving.split(words.subList(at + 1, words.size()), valued);
        List<String> rest = new ArrayList<>(words.subList(0, at + 1));
        Optional<ScriptFile> script = split.script();
        if (script.isPresent()) {
            rest.addAll(script.get().options());
            root.setOverwrittenOptionsAllowed(true); // what the command line says wins over the script
            giving.words(split.running(script.get().command()));
        } else {
            giving.words(split);
        }
        rest.addAll(split.options());
        return rest.toArray(String[]::new);
    }

    private static int usage(CommandLine.ParameterException mistake, String[] args) {
        say(String.valueOf(mistake.getMessage()));
        CommandLine.UnmatchedArgumentException.printSuggestions(
                mistake, new java.io.PrintWriter(System.err, true, java.nio.charset.StandardCharsets.UTF_8));
        System.err.println("Try 'mh " + name(mistake.getCommandLine()) + "--help'.");
        return ExitCode.USAGE;
    }

    private static String name(CommandLine line) {
        return line.getParent() == null ? "" : name(line.getParent()) + line.getCommandName() + " ";
    }

    private static int failed(Exception failure) {
        return switch (failure) {
            case SpecException mistake -> say(mistake.getMessage(), ExitCode.USAGE);
            case UsageException mistake -> say(mistake.getMessage(), ExitCode.USAGE);
            case ProblemException refused -> say(refused.getMessage(), ExitCode.USAGE);
            case DataDirectoryException unusable -> say(unusable.getMessage(), ExitCode.USAGE);
            case OutOfReachException away -> say(away.getMessage(), ExitCode.OUT_OF_REACH);
            case JoiningException refused -> say(refused.getMessage(), ExitCode.OUT_OF_REACH);
            case NodeException refused -> say(refused.getMessage(), ExitCode.INTERNAL);
            case InterruptedException _ -> ExitCode.INTERRUPTED;
            case BlobMissingException gone -> say(lost(gone), ExitCode.INTERNAL);
            case CorruptBlobException damaged -> say(lost(damaged), ExitCode.INTERNAL);
            case IOException trouble ->
                say(trouble.getClass().getSimpleName() + ": " + trouble.getMessage(), ExitCode.INTERNAL);
            default -> bug(failure);
        };
    }

    private static String lost(IOException trouble) {
        return "results are gone: " + trouble.getMessage()
                + "; 'mh doctor' says what is damaged, 'mh retry JOB.TASK' makes a task's results again";
    }

    private static int bug(Exception bug) {
        java.util.logging.Logger.getLogger("org.manyhands").log(java.util.logging.Level.SEVERE, "A verb failed.", bug);
        return say("internal error: " + bug + " (the log of the data directory says more)", ExitCode.INTERNAL);
    }

    private static int say(@org.jspecify.annotations.Nullable String sentence, int code) {
        say(String.valueOf(sentence));
        return code;
    }

    static void say(String sentence) {
        System.err.println("mh: " + sentence);
    }
}
