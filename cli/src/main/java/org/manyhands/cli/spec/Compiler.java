package org.manyhands.cli.spec;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.manyhands.core.Bytes;
import org.manyhands.core.plan.Dependency;
import org.manyhands.core.plan.Input;
import org.manyhands.core.plan.Notification;
import org.manyhands.core.plan.Plan;
import org.manyhands.core.plan.StepPlan;
import org.manyhands.wire.Gathered;
import org.manyhands.wire.Items;
import org.manyhands.wire.StandardInput;
import org.manyhands.wire.StepInput;
import org.manyhands.wire.TaskTemplate;

/** Turns a checked job into the plan for the machine and the templates for the workers. */
public final class Compiler {
    /** The largest plan that a submit may carry, in bytes. */
    public static final int PLAN_BYTES_MAX = 64 * 1024;
    /** What a step costs in a plan beside its template and names: numbers and the framing of fields. */
    private static final int STEP_BYTES = 64;

    private final ParsedJob parsed;
    private final Submitter submitter;
    private final ItemResolver itemResolver;
    private final InputResolver inputResolver;
    private final Map<String, Integer> numbers = new HashMap<>();
    private final Map<String, ItemResolver.ResolvedItems> items = new HashMap<>();
    private final List<StepPlan> plans = new ArrayList<>();
    private final List<TaskTemplate> templates = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();

    private Compiler(ParsedJob parsed, Submitter submitter, ItemResolver itemResolver, InputResolver inputResolver) {
        this.parsed = parsed;
        this.submitter = submitter;
        this.itemResolver = itemResolver;
        this.inputResolver = inputResolver;
    }

    /**
     * Who submits, and from where.
     *
     * @param owner as whom tasks are submitted
     * @param directory absolute; tasks without declared inputs run there
     */
    public record Submitter(String owner, String directory) {}

    /**
     * Compiles a job, reading its items and inputs through the resolvers.
     *
     * @throws SpecException if items or inputs cannot be read, do not fit together, or the job is too large
     * @throws IOException if a resolver could not store what it read
     */
    public static CompiledJob compile(
            ParsedJob parsed, Submitter submitter, ItemResolver itemResolver, InputResolver inputResolver)
            throws SpecException, IOException {
        Compiler compiler = new Compiler(parsed, submitter, itemResolver, inputResolver);
        for (StepSpec step : StepOrder.of(parsed)) {
            compiler.add(Ancestors.complete(parsed.spec(), step));
        }
        return new CompiledJob(compiler.plan(), compiler.templates, compiler.warnings);
    }

    private void add(StepSpec step) throws SpecException, IOException {
        ItemResolver.ResolvedItems resolved = items(step);
        checkCounts(step, resolved.count());
        if (resolved.count() == 0 && !resolved.open()) {
            warnings.add("step '" + step.name() + "' has no items, so it runs nothing");
        }
        Optional<Input> input = input(step);
        TaskTemplate template = template(step, resolved, input);
        items.put(step.name(), resolved);
        numbers.put(step.name(), plans.size());
        templates.add(template);
        plans.add(new StepPlan(
                step.name(),
                resolved.count(),
                step.after().stream().map(this::dependency).toList(),
                step.resources(),
                step.atMost(),
                step.retry(),
                step.stopAfter(),
                step.lostAfterMillis(),
                Bytes.copyOf(template.toByteArray()),
                resolved.open(),
                step.where(),
                step.spread(),
                input));
    }

    private ItemResolver.ResolvedItems items(StepSpec step) throws SpecException, IOException {
        Optional<After> from = step.itemsFrom();
        if (from.isPresent()) {
            return resolved(from.get().step());
        }
        return switch (step.each()) {
            case ItemSource.None() ->
                new ItemResolver.ResolvedItems(
                        1,
                        Items.newBuilder()
                                .setSingle(Items.Single.getDefaultInstance())
                                .build());
            case ItemSource.Range range -> new ItemResolver.ResolvedItems(range.count(), range(range));
            case ItemSource.Values _,
                    ItemSource.Lines _,
                    ItemSource.StandardInput _,
                    ItemSource.Files _,
                    ItemSource.Matrix _,
                    ItemSource.Split _ -> list(step);
        };
    }

    private ItemResolver.ResolvedItems list(StepSpec step) throws SpecException, IOException {
        try {
            return itemResolver.resolve(step.each());
        } catch (SpecException e) {
            throw e.at(parsed.places().of(step.name(), step.each().key()));
        }
    }

    private static Items range(ItemSource.Range range) {
        return Items.newBuilder()
                .setRange(Items.Range.newBuilder()
                        .setFirst(range.first())
                        .setStep(range.step())
                        .setWidth(range.width()))
                .build();
    }

    private void checkCounts(StepSpec step, long count) throws SpecException {
        for (After after : step.after()) {
            long other = resolved(after.step()).count();
            if (after.mode() == After.Mode.EACH && other != count) {
                throw new SpecException(
                        "step '" + step.name() + "' has " + Decimals.grouped(count) + " items and follows '"
                                + after.step() + "' item by item, which has " + Decimals.grouped(other)
                                + " (expected: the same number)",
                        parsed.places().of(step.name(), "after", after.step()));
            }
        }
    }

    private ItemResolver.ResolvedItems resolved(String step) {
        ItemResolver.ResolvedItems resolved = items.get(step);
        if (resolved == null) {
            throw new IllegalStateException("step " + step + " is not compiled yet (expected: topological order)");
        }
        return resolved;
    }

    private int number(String step) {
        Integer number = numbers.get(step);
        if (number == null) {
            throw new IllegalStateException("step " + step + " is not compiled yet (expected: topological order)");
        }
        return number;
    }

    private Dependency dependency(After after) {
        int step = number(after.step());
        return switch (after.mode()) {
            case ALL -> new Dependency.All(step);
            case EACH -> new Dependency.Each(step);
        };
    }

    private TaskTemplate template(StepSpec step, ItemResolver.ResolvedItems resolved, Optional<Input> input)
            throws SpecException, IOException {
        StepWords words = StepWords.of(parsed.spec(), step, parsed.places());
        warnings.addAll(words.warnings());
        TaskTemplate.Builder template = TaskTemplate.newBuilder()
                .addAllArgv(words.argv())
                .addAllEnv(words.env())
                .setDirectory(ByteString.copyFromUtf8(submitter.directory()))
                .setInputs(input.map(found -> ByteString.copyFrom(found.blob().toArray()))
                        .orElse(ByteString.EMPTY))
                .setItems(resolved.items())
                .setTimeoutMillis(step.timeoutMillis())
                .setGraceMillis(step.graceMillis())
                .setOutputLimitBytes(step.outputLimitBytes())
                .setJobName(parsed.spec().name())
                .setStepName(step.name())
                .setSingle(resolved.items().hasSingle());
        if (step.command() instanceof Command.Stream stream) {
            template.setStream(TaskTemplate.Stream.newBuilder()
                    .setFraming(
                            switch (stream.framing()) {
                                case LINES -> TaskTemplate.Stream.Framing.LINES;
                                case LENGTH -> TaskTemplate.Stream.Framing.LENGTH;
                            }));
        }
        if (step.each() instanceof ItemSource.Split) {
            template.setStandardInput(StandardInput.newBuilder().setSplit(resolved.split()));
        }
        words.out().ifPresent(template::setOutDirectory);
        template.setOutputGathered(parsed.spec().steps().stream()
                .flatMap(other -> other.gather().stream())
                .anyMatch(gather -> gather.step().equals(step.name())));
        step.gather().ifPresent(gather -> gather(template, gather));
        for (After after : step.after()) {
            template.addStepInputs(StepInput.newBuilder()
                    .setName(after.step())
                    .setStep(number(after.step()))
                    .setEach(after.mode() == After.Mode.EACH));
        }
        return template.build();
    }

    private void gather(TaskTemplate.Builder template, Gather gather) {
        int from = number(gather.step());
        if (gather.files()) {
            template.setGathered(Gathered.newBuilder().setStep(from).setList(gather.as() == Gather.As.LIST));
        } else {
            template.setStandardInput(StandardInput.newBuilder().setStep(from));
        }
    }

    private Optional<Input> input(StepSpec step) throws SpecException, IOException {
        if (step.in().isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(inputResolver.resolve(step.in()));
        } catch (SpecException e) {
            throw e.at(parsed.places().of(step.name(), "in"));
        }
    }

    private Plan plan() throws SpecException {
        long bytes = 0;
        for (StepPlan step : plans) {
            bytes += STEP_BYTES
                    + step.name().length()
                    + step.where().length()
                    + step.template().size();
            bytes += step.demand().keySet().stream()
                    .mapToInt(name -> name.length() + Long.BYTES)
                    .sum();
        }
        List<Notification> notifications = parsed.spec().notifications().stream()
                .map(notify -> Notifications.compile(notify, submitter.directory()))
                .toList();
        bytes += notifications.stream()
                .mapToLong(notification -> notification.template().size())
                .sum();
        if (bytes > PLAN_BYTES_MAX) {
            throw new SpecException(
                    "the job is " + Decimals.grouped(bytes) + " bytes when compiled (expected: at most "
                            + Decimals.grouped(PLAN_BYTES_MAX)
                            + "; put long scripts and lists into files and name them under in: or by @FILE)",
                    parsed.places().of("", ""));
        }
        Optional<Integer> result = parsed.spec().result().map(this::number);
        boolean only = result.isEmpty() && plans.size() == 1;
        return new Plan(
                parsed.spec().name(),
                plans,
                parsed.spec().priority(),
                only ? Optional.of(0) : result,
                submitter.owner(),
                notifications);
    }
}
