package org.manyhands.worker.run;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.manyhands.store.files.FileCommit;
import org.manyhands.wire.StandardInput;
import org.manyhands.wire.StepInput;
import org.manyhands.wire.TaskTemplate;
import org.manyhands.worker.lease.Start;
import org.manyhands.worker.process.BootMark;
import org.manyhands.worker.process.Command;
import org.manyhands.worker.process.Environment;
import org.manyhands.worker.process.MinimalEnvironment;
import org.manyhands.worker.task.Expander;
import org.manyhands.worker.task.Places;
import org.manyhands.worker.user.UnixUser;

/** From an attempt that may start to the command to run: its directories, its environment, its words. */
final class Preparation {
    private static final int SPAN_ID_BYTES = 8;

    private static final Pattern STEP_NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]{0,63}");

    private final WorkerSettings settings;
    private final BootMark boot;
    private final Staging staging;

    Preparation(WorkerSettings settings, BootMark boot, Staging staging) {
        this.settings = settings;
        this.boot = boot;
        this.staging = staging;
    }

    /**
     * What is run, and for the record what it was given.
     *
     * @param committedTo where the files of {@code out} are put; empty if they are kept in the pack
     */
    record Prepared(
            Command command, TaskInput input, ByteString item, Path out, Path errorFile, Optional<Path> committedTo) {}

    Prepared prepare(Start start, StepDetails details, Devices.Granted devices, Workspace workspace)
            throws IOException, StagingException, LinkDownException, InterruptedException {
        workspace.refresh();
        TaskTemplate template = details.template();
        Path out = workspace.out();
        Path errorFile = workspace.errorFile();
        ByteString item = details.item(start.item());
        if (hasNul(item)) {
            throw new StagingException("item " + (start.item() + 1) + " contains a NUL byte, which no argument can");
        }
        Path in = workspace.in();
        Map<String, ByteString> inputs = inputs(start, template.getStepInputsList(), in);
        Expander expander = new Expander(new Places(
                item,
                start.item() + 1L,
                bytes(out),
                name -> inputs.getOrDefault(name, ByteString.EMPTY),
                bytes(settings.java()),
                gathered(start, template, workspace)));
        Environment.Builder environment = devices.hide(environment(details, workspace.user()));
        template.getEnvList().forEach(each -> environment.put(each.getName(), expander.expand(each.getValue())));
        mark(devices.mark(environment), start, details, item)
                .put("MH_OUT", bytes(out))
                .put("MH_IN", bytes(in))
                .put("MH_ERROR_FILE", bytes(errorFile))
                .put("TMPDIR", bytes(workspace.temporary()));
        List<ByteString> argv = expander.expand(template.getArgvList());
        Command command = new Command(argv, environment.build(), directory(template, workspace), workspace.user());
        Optional<Path> committedTo = template.hasOutDirectory()
                ? Optional.of(outDirectory(template, expander.expand(template.getOutDirectory())))
                : Optional.empty();
        workspace.handOver();
        return new Prepared(command, standardInput(start, details), item, out, errorFile, committedTo);
    }

    /** A relative path is below the directory from which the job was submitted. */
    private static Path outDirectory(TaskTemplate template, ByteString path) throws StagingException {
        if (path.isEmpty() || hasNul(path)) {
            throw new StagingException("out: is empty or has a NUL byte for this item (expected: a path)");
        }
        ByteString slash = ByteString.copyFromUtf8("/");
        ByteString absolute = path.startsWith(slash)
                ? path
                : template.getDirectory().concat(slash).concat(path);
        return FileCommit.path(absolute.toByteArray());
    }

    private ByteString gathered(Start start, TaskTemplate template, Workspace workspace)
            throws IOException, StagingException, LinkDownException, InterruptedException {
        if (!template.hasGathered()) {
            return ByteString.EMPTY;
        }
        Path directory = workspace.gathered();
        Path list = workspace.file("gathered.list");
        staging.gather(start.step(), template.getGathered().getStep(), directory, list);
        return bytes(template.getGathered().getList() ? list : directory);
    }

    private TaskInput standardInput(Start start, StepDetails details)
            throws IOException, StagingException, LinkDownException, InterruptedException {
        StandardInput input = details.template().getStandardInput();
        return switch (input.getSourceCase()) {
            case SPLIT -> TaskInput.of(details.block(start.item()));
            case STEP -> TaskInput.of(staging.standardOutputs(start.step(), input.getStep()));
            case SOURCE_NOT_SET -> TaskInput.none();
        };
    }

    /** The command of a process that answers many items: nothing in it is of one of them. */
    Command prepareStream(Start first, StepDetails details, Devices.Granted devices, Workspace workspace)
            throws IOException, StagingException, LinkDownException, InterruptedException {
        workspace.refresh();
        TaskTemplate template = details.template();
        Path in = workspace.in();
        List<StepInput> shared = template.getStepInputsList().stream()
                .filter(input -> !input.getEach())
                .toList();
        Map<String, ByteString> inputs = inputs(first, shared, in);
        Expander expander = new Expander(new Places(
                ByteString.EMPTY,
                0,
                ByteString.EMPTY,
                name -> inputs.getOrDefault(name, ByteString.EMPTY),
                bytes(settings.java()),
                ByteString.EMPTY));
        Environment.Builder environment = devices.hide(environment(details, workspace.user()));
        template.getEnvList().forEach(each -> environment.put(each.getName(), expander.expand(each.getValue())));
        String trace = HexFormat.of().formatHex(details.info().getTraceId().toByteArray());
        String key = trace + "." + first.step().step() + ".stream-" + (first.item() + 1);
        markStep(devices.mark(environment), key, first, details)
                .put("MH_IN", bytes(in))
                .put("TMPDIR", bytes(workspace.temporary()));
        ByteString directory = directory(template, workspace);
        workspace.handOver();
        return new Command(expander.expand(template.getArgvList()), environment.build(), directory, workspace.user());
    }

    private static Environment.Builder environment(StepDetails details, Optional<UnixUser> user) {
        Environment.Builder environment = details.environment().toBuilder();
        user.ifPresent(other -> environment.putAll(MinimalEnvironment.of(other)));
        return environment;
    }

    private Map<String, ByteString> inputs(Start start, List<StepInput> wanted, Path in)
            throws IOException, StagingException, LinkDownException, InterruptedException {
        Map<String, ByteString> places = new HashMap<>();
        for (StepInput input : wanted) {
            Path place = Files.createDirectory(place(in, input.getName()));
            staging.outputs(start.step(), start.item(), input, place);
            places.put(input.getName(), bytes(place));
        }
        return places;
    }

    /** What a client sends as a name may lead anywhere. */
    private static Path place(Path in, String name) throws StagingException {
        if (!STEP_NAME.matcher(name).matches()) {
            throw new StagingException("'" + name + "' is no name of a step (expected: letters, digits, _ . -)");
        }
        return in.resolve(name);
    }

    private ByteString directory(TaskTemplate template, Workspace workspace) throws IOException, StagingException {
        if (template.getInputs().isEmpty()) {
            return template.getDirectory();
        }
        Path work = workspace.work();
        staging.inputs(template, work);
        return bytes(work);
    }

    private Environment.Builder mark(
            Environment.Builder environment, Start start, StepDetails details, ByteString item) {
        TaskTemplate template = details.template();
        String trace = HexFormat.of().formatHex(details.info().getTraceId().toByteArray());
        String key = trace + "." + start.step().step() + "." + (start.item() + 1);
        markStep(environment, key, start, details)
                .put("MH_TASK", Long.toString(start.item() + 1L))
                .put("MH_ATTEMPT", Integer.toString(start.attempt()))
                .put("TRACEPARENT", "00-" + trace + "-" + span(start) + "-01")
                .put(
                        "OTEL_RESOURCE_ATTRIBUTES",
                        "manyhands.job=" + start.step().job() + ",manyhands.step=" + template.getStepName()
                                + ",manyhands.task=" + (start.item() + 1));
        return template.getSingle() ? environment : environment.put("MH_ITEM", item);
    }

    private Environment.Builder markStep(
            Environment.Builder environment, String key, Start start, StepDetails details) {
        return boot.mark(environment, key)
                .put("MH_JOB", Long.toString(start.step().job()))
                .put("MH_STEP", details.template().getStepName())
                .put("MH_NODE", settings.node())
                .put("MH_CPUS", cpus(details))
                .put("MH_JAVA", bytes(settings.java()));
    }

    private static String cpus(StepDetails details) {
        long thousandths = details.demand().cpu();
        return thousandths % 1_000 == 0 ? Long.toString(thousandths / 1_000) : Double.toString(thousandths / 1_000.0);
    }

    /** Eight bytes that differ between the attempts of a job. */
    private static String span(Start start) {
        long span = (long) start.item() << 24
                ^ (long) start.step().step() << 12
                ^ (long) start.run() << 8
                ^ start.attempt();
        return HexFormat.of().toHexDigits(span + 1, 2 * SPAN_ID_BYTES);
    }

    private static boolean hasNul(ByteString item) {
        for (int i = 0; i < item.size(); i++) {
            if (item.byteAt(i) == 0) {
                return true;
            }
        }
        return false;
    }

    private static ByteString bytes(Path path) {
        return ByteString.copyFromUtf8(path.toString());
    }
}
