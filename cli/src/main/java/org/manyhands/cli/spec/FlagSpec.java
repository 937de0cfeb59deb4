package org.manyhands.cli.spec;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.manyhands.core.plan.Plan;
import org.manyhands.core.plan.Retry;
import org.manyhands.core.plan.StepPlan;
import org.manyhands.store.split.Splitter;

/**
 * A job of one step from flags, with the same meaning as in a file. Every setter takes the text that the user gave and
 * says what is wrong with it under the name of its flag.
 */
public final class FlagSpec {
    private static final String GATHER = "gather";

    private final List<String> words = new ArrayList<>();
    private final List<String> in = new ArrayList<>();
    private final SortedMap<String, String> env = new TreeMap<>();
    private @Nullable String script;
    private @Nullable String name;
    private @Nullable ItemSource each;
    private final List<ItemSource.Axis> axes = new ArrayList<>();
    private @Nullable SortedMap<String, Long> resources;
    private Splitter.@Nullable Cut cut;
    private @Nullable String out;
    private @Nullable String gather;
    private boolean nul;
    private boolean stream;
    private Command.@Nullable Framing framing;
    private int priority;
    private final List<Notify> notify = new ArrayList<>();
    private String where = "";
    private String spread = "";
    private Retry retry = Retry.NONE;
    private long timeoutMillis;
    private long graceMillis = StepSpec.GRACE_MILLIS_DEFAULT;
    private long lostAfterMillis;
    private int atMost;
    private long stopAfter;
    private long outputLimitBytes = StepSpec.OUTPUT_LIMIT_BYTES_DEFAULT;

    /** The words of the command; a single word with blanks is a line for the shell. */
    public FlagSpec command(List<String> command) {
        words.addAll(command);
        return this;
    }

    /** {@code --sh}: a shell script instead of a command. */
    public FlagSpec script(String text) {
        script = text;
        return this;
    }

    public FlagSpec name(String text) throws SpecException {
        name = read("--name", text, Names::job);
        return this;
    }

    /** {@code --each}: {@code 1..120}, {@code @file}, {@code -}, {@code [a, b]}. */
    public FlagSpec each(String text) throws SpecException {
        return items("--each", read("--each", text, EachParser::flag));
    }

    /** {@code --files}: the paths that match a glob. */
    public FlagSpec files(String glob) throws SpecException {
        return items("--files", new ItemSource.Files(glob));
    }

    /** {@code --matrix size=1,2}: all combinations with the others of its kind; may be given again. */
    public FlagSpec matrix(String text) throws SpecException {
        ItemSource.Axis axis = read("--matrix", text, MatrixParser::flag);
        read("--matrix", axis.name(), name -> {
            MatrixParser.add(axes, name, axis.source());
            return name;
        });
        return axes.size() == 1 ? items("--matrix", new ItemSource.Matrix(axes)) : this;
    }

    /** {@code --split FILE}: the blocks of a file on standard input. */
    public FlagSpec split(String file) throws SpecException {
        String path = read("--split", file, SplitParser::file);
        return items("--split", new ItemSource.Split(path, new Splitter.Cut.Bytes(SplitParser.BLOCK_BYTES_DEFAULT)));
    }

    /** {@code --block 16M}: the size of a block of {@code --split}. */
    public FlagSpec block(String size) throws SpecException {
        return cut("--block", read("--block", size, SplitParser::block));
    }

    /** {@code --lines 1000}: the lines of a block of {@code --split}. */
    public FlagSpec lines(String count) throws SpecException {
        return cut("--lines", read("--lines", count, SplitParser::lines));
    }

    private FlagSpec cut(String flag, Splitter.Cut wanted) throws SpecException {
        if (cut != null) {
            throw new SpecException(
                    flag + " says how large a block is a second time (expected: one of --block and --lines)");
        }
        cut = wanted;
        return this;
    }

    /** The words after {@code :::}. */
    public FlagSpec values(List<String> values) throws SpecException {
        return items(ArgumentSplitter.ITEMS, new ItemSource.Values(values));
    }

    private FlagSpec items(String flag, ItemSource source) throws SpecException {
        if (each != null) {
            throw new SpecException(
                    flag + " gives items a second time (expected: one of --each, --files, --matrix, --split and :::)");
        }
        each = source;
        return this;
    }

    /** {@code -0}: items of a file or of standard input are separated by NUL bytes. */
    public FlagSpec nul(boolean separated) {
        nul = separated;
        return this;
    }

    /** {@code --stream}: the command is one process that answers many items. */
    public FlagSpec stream(boolean asked) {
        stream = asked;
        return this;
    }

    /** {@code --framing}: {@code lines} or {@code length}. */
    public FlagSpec framing(String text) throws SpecException {
        framing = read("--framing", text, Command.Framing::parse);
        return this;
    }

    /** {@code --in}: a path or glob; may be given again. */
    public FlagSpec in(String pattern) {
        in.add(pattern);
        return this;
    }

    /**
     * {@code --env K=V}, or {@code --env K} for the value that the submitter has.
     *
     * @param environment the submitter's variables
     */
    public FlagSpec env(String text, Map<String, String> environment) throws SpecException {
        int equals = text.indexOf('=');
        String variable = read("--env", equals < 0 ? text : text.substring(0, equals), Names::variable);
        String own = environment.get(variable);
        if (equals < 0 && own == null) {
            throw new SpecException(
                    "--env: variable '" + variable + "' is not set (expected: --env " + variable + "=VALUE)");
        }
        env.put(variable, own == null || equals >= 0 ? text.substring(equals + 1) : Placeholders.escape(own));
        return this;
    }

    /** {@code --env-all}: every variable of the submitter whose name can be one, except those that Manyhands sets. */
    public FlagSpec envAll(Map<String, String> environment) {
        environment.forEach((variable, value) -> {
            if (Names.isVariable(variable)) {
                env.putIfAbsent(variable, Placeholders.escape(value));
            }
        });
        return this;
    }

    /** {@code --resources cpu=2,memory=1G}. */
    public FlagSpec resources(String text) throws SpecException {
        resources = read("--resources", text, Resources::parse);
        return this;
    }

    /** {@code --where}: an expression of the labels of nodes that may run it. */
    public FlagSpec where(String text) throws SpecException {
        where = read("--where", text, Conditions::parse);
        return this;
    }

    /** {@code --spread}: a label over whose values tasks are spread. */
    public FlagSpec spread(String text) throws SpecException {
        spread = read("--spread", text, Conditions::spread);
        return this;
    }

    /** {@code --retry 3} or {@code --retry max=3,backoff=2s}. */
    public FlagSpec retry(String text) throws SpecException {
        retry = read("--retry", text, Resources::retry);
        return this;
    }

    public FlagSpec timeout(String text) throws SpecException {
        timeoutMillis = read("--timeout", text, Durations::parse);
        return this;
    }

    public FlagSpec grace(String text) throws SpecException {
        graceMillis = read("--grace", text, Durations::parse);
        return this;
    }

    public FlagSpec lostAfter(String text) throws SpecException {
        lostAfterMillis = read("--lost-after", text, Durations::parse);
        return this;
    }

    public FlagSpec atMost(String text) throws SpecException {
        atMost = (int) number("--at-most", text, 0, Integer.MAX_VALUE);
        return this;
    }

    /** {@code --max-fails}: the job is aborted when so many items failed for good. */
    public FlagSpec maxFails(String text) throws SpecException {
        stopAfter = number("--max-fails", text, 0, StepPlan.ITEMS_MAX);
        return this;
    }

    public FlagSpec outputLimit(String text) throws SpecException {
        outputLimitBytes = read("--output-limit", text, Sizes::parse);
        return this;
    }

    /** {@code --out}: where the files of tasks are put. */
    public FlagSpec out(String path) throws SpecException {
        out = read("--out", path, Names::outDirectory);
        return this;
    }

    /** {@code --gather}: a command that runs once at the end, with the standard outputs of all tasks on its own input. */
    public FlagSpec gather(String command) throws SpecException {
        read("--gather", command, text -> Commands.notEmpty(Commands.ofText(text), Optional.empty()));
        gather = command;
        return this;
    }

    public FlagSpec priority(String text) throws SpecException {
        priority = (int) number("--priority", text, -Plan.PRIORITY_MAX, Plan.PRIORITY_MAX);
        return this;
    }

    /** {@code --notify}: an address, or a line for the shell; may be given again. */
    public FlagSpec notify(String text) throws SpecException {
        notify.add(read("--notify", text, NotifyParser::text));
        NotifyParser.checkCount(notify.size(), "--notify", Optional.empty());
        return this;
    }

    private static long number(String flag, String text, long min, long max) throws SpecException {
        return read(flag, text, value -> Decimals.count(value, min, max));
    }

    /** The value of a flag, whose name is said with what is wrong. */
    public static <T> T read(String flag, String text, TextReader<T> reader) throws SpecException {
        try {
            return reader.read(text);
        } catch (SpecException e) {
            throw e.of(flag);
        }
    }

    /** The job, checked as a whole. */
    public ParsedJob build() throws SpecException {
        Command command = Commands.notEmpty(streamed(command()), Optional.empty());
        String jobName = name == null ? defaultName(command) : name;
        ItemSource source = source();
        StepSpec step = new StepSpec(
                gather == null ? Names.asStep(defaultName(command)) : "each",
                command,
                nul ? read("-0", "", _ -> EachParser.separated(source, true)) : source,
                List.of(),
                in,
                env,
                resources == null ? Resources.defaults() : resources,
                retry,
                timeoutMillis,
                graceMillis,
                lostAfterMillis,
                atMost,
                stopAfter,
                outputLimitBytes,
                Optional.empty(),
                Optional.ofNullable(out),
                where,
                spread);
        List<StepSpec> steps = gather == null ? List.of(step) : List.of(step, gathering(step, gather));
        Optional<String> result = gather == null ? Optional.empty() : Optional.of(GATHER);
        ParsedJob job = new ParsedJob(new JobSpec(jobName, steps, result, priority, notify), Places.none());
        JobChecker.check(job);
        return job;
    }

    private Command streamed(Command command) throws SpecException {
        if (!stream && framing != null) {
            throw new SpecException("--framing without --stream (expected: both, or neither)");
        }
        Command.Framing chosen = framing == null ? Command.Framing.LINES : framing;
        return stream ? new Command.Stream(command, chosen) : command;
    }

    private static StepSpec gathering(StepSpec step, String command) {
        return new StepSpec(
                GATHER,
                Commands.ofText(command),
                new ItemSource.None(),
                List.of(new After(step.name(), After.Mode.ALL)),
                List.of(),
                step.env(),
                Resources.defaults(),
                step.retry(),
                step.timeoutMillis(),
                step.graceMillis(),
                step.lostAfterMillis(),
                0,
                0,
                step.outputLimitBytes(),
                Optional.of(new Gather(step.name(), Gather.As.STDIN)),
                Optional.empty(),
                step.where(),
                "");
    }

    private ItemSource source() throws SpecException {
        if (cut != null) {
            if (!(each instanceof ItemSource.Split(String path, Splitter.Cut _))) {
                throw new SpecException("--block and --lines say how to cut the file of --split, and there is none");
            }
            return new ItemSource.Split(path, cut);
        }
        ItemSource given = axes.isEmpty() ? each : new ItemSource.Matrix(axes);
        return given == null ? new ItemSource.None() : given;
    }

    private Command command() throws SpecException {
        if (script != null && !words.isEmpty()) {
            throw new SpecException(
                    "a command " + Text.quoted(words.getFirst()) + " beside a script (expected: one of them)");
        }
        if (script != null) {
            return new Command.Script(script);
        }
        return words.size() == 1 ? Commands.ofText(words.getFirst()) : new Command.Argv(words);
    }

    /** The name of the program, as people see it in a list of jobs. */
    private static String defaultName(Command command) {
        UnaryOperator<String> program = text -> {
            String first = text.strip().split("\\s", 2)[0];
            String last = first.substring(first.lastIndexOf('/') + 1);
            return last.isEmpty() ? "task" : Text.shown(last);
        };
        return switch (command) {
            case Command.Argv(List<String> argv) -> program.apply(argv.getFirst());
            case Command.Line(String text) -> program.apply(text);
            case Command.Script _ -> "script";
            case Command.Stream asked -> defaultName(asked.process());
        };
    }
}
