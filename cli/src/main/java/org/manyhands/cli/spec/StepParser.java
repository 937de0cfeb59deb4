package org.manyhands.cli.spec;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.manyhands.core.plan.Retry;
import org.manyhands.core.plan.StepPlan;

/** Reads the keys of one step. */
final class StepParser {
    static final List<String> KEYS = List.of(
            "run",
            "sh",
            "stream",
            "framing",
            "each",
            "matrix",
            "split",
            "gather",
            "after",
            "in",
            "env",
            "resources",
            "where",
            "spread",
            "retry",
            "timeout",
            "grace",
            "lost_after",
            "at_most",
            "stop_after",
            "output_limit",
            "out");

    private final String name;
    private final Fields fields;
    private final Places places;

    StepParser(String name, Fields fields, Places places) {
        this.name = name;
        this.fields = fields;
        this.places = places;
    }

    /** @param jobWhere of steps that do not say their own */
    StepSpec parse(Map<String, String> jobEnv, String jobWhere) throws SpecException {
        KEYS.forEach(key -> fields.node(key).ifPresent(node -> places.put(name, key, node.at())));
        SortedMap<String, String> env = new TreeMap<>(jobEnv);
        if (fields.node("env").isPresent()) {
            env.putAll(env(
                    fields.node("env").get(),
                    fields.subject("env"),
                    (variable, at) -> places.put(name, "env." + variable, at)));
        }
        return new StepSpec(
                name,
                command(),
                items(),
                after(),
                in(),
                env,
                resources(),
                retry(),
                fields.read("timeout", 0L, Durations::parse),
                fields.read("grace", StepSpec.GRACE_MILLIS_DEFAULT, Durations::parse),
                fields.read("lost_after", 0L, Durations::parse),
                fields.read("at_most", 0, text -> (int) Decimals.count(text, 0, Integer.MAX_VALUE)),
                fields.read("stop_after", 0L, text -> Decimals.count(text, 0, StepPlan.ITEMS_MAX)),
                fields.read("output_limit", StepSpec.OUTPUT_LIMIT_BYTES_DEFAULT, Sizes::parse),
                gather(),
                fields.node("out").isPresent()
                        ? Optional.of(fields.read("out", "", Names::outDirectory))
                        : Optional.empty(),
                fields.read("where", jobWhere, Conditions::parse),
                fields.read("spread", "", Conditions::spread));
    }

    private ItemSource items() throws SpecException {
        List<String> given = Stream.of("each", "matrix", "split")
                .filter(key -> fields.node(key).isPresent())
                .toList();
        if (given.isEmpty()) {
            return new ItemSource.None();
        }
        String key = given.getFirst();
        Node node = fields.node(key).orElseThrow();
        if (given.size() > 1) {
            throw new SpecException(
                    key + ": and " + given.get(1) + ": in one step (expected: one of them)",
                    fields.node(given.get(1)).map(Node::at));
        }
        return switch (key) {
            case "matrix" -> MatrixParser.parse(node, fields.subject(key));
            case "split" -> SplitParser.parse(node, fields.subject(key));
            default -> EachParser.parse(node, fields.subject(key));
        };
    }

    private Command command() throws SpecException {
        Optional<Node> run = fields.node("run");
        Optional<Node> sh = fields.node("sh");
        Optional<Node> stream = fields.node("stream");
        if (run.isPresent() && sh.isPresent()) {
            throw new SpecException(
                    "run: and sh: in one step (expected: one of them)",
                    Optional.of(sh.get().at()));
        }
        if (stream.isPresent() && (run.isPresent() || sh.isPresent())) {
            throw new SpecException(
                    "stream: beside run: or sh: in one step (expected: one of them)",
                    Optional.of(stream.get().at()));
        }
        if (fields.node("framing").isPresent() && stream.isEmpty()) {
            throw new SpecException(
                    "framing: in a step without stream: (expected: both, or neither)",
                    Optional.of(fields.node("framing").get().at()));
        }
        if (stream.isPresent()) {
            Command process = Commands.notEmpty(
                    run("stream", stream.get()), Optional.of(stream.get().at()));
            return new Command.Stream(process, fields.read("framing", Command.Framing.LINES, Command.Framing::parse));
        }
        if (run.isEmpty() && sh.isEmpty()) {
            throw new SpecException(
                    "step '" + name + "' has nothing to run (expected: run:, sh: or stream:)",
                    Optional.of(fields.at()));
        }
        Node node = run.orElseGet(sh::orElseThrow);
        Command command =
                run.isPresent() ? run("run", node) : new Command.Script(Fields.text(node, fields.subject("sh")));
        return Commands.notEmpty(command, Optional.of(node.at()));
    }

    private Command run(String key, Node node) throws SpecException {
        if (node instanceof Node.Sequence sequence) {
            for (int i = 0; i < sequence.elements().size(); i++) {
                places.put(name, key + "." + i, sequence.elements().get(i).at());
            }
            return new Command.Argv(Fields.texts(node, fields.subject(key)));
        }
        return Commands.ofText(Fields.read(node, fields.subject(key), text -> text));
    }

    private List<After> after() throws SpecException {
        Optional<Node> node = fields.node("after");
        List<After> after = new ArrayList<>();
        switch (node.orElse(null)) {
            case null -> {}
            case Node.Mapping mapping -> {
                for (Node.Entry entry : mapping.entries()) {
                    after.add(new After(entry.key(), Fields.read(entry.value(), "'" + entry.key() + "'", this::mode)));
                    places.put(name, "after." + entry.key(), entry.at());
                }
            }
            case Node.Sequence sequence -> {
                for (Node element : sequence.elements()) {
                    after.add(all(element));
                }
            }
            case Node.Scalar scalar -> after.add(all(scalar));
        }
        Optional<Gather> gather = gather();
        if (gather.isPresent()
                && after.stream().noneMatch(a -> a.step().equals(gather.get().step()))) {
            after.add(new After(gather.get().step(), After.Mode.ALL));
            fields.node("gather")
                    .ifPresent(at -> places.put(name, "after." + gather.get().step(), at.at()));
        }
        return after;
    }

    /** {@code STEP} or {@code {step: STEP, as: dir}}. */
    private Optional<Gather> gather() throws SpecException {
        Optional<Node> node = fields.node("gather");
        if (node.isEmpty()) {
            return Optional.empty();
        }
        if (node.get() instanceof Node.Scalar scalar) {
            return Optional.of(new Gather(Fields.text(scalar, fields.subject("gather")), Gather.As.STDIN));
        }
        Fields keys = Fields.of(node.get(), fields.subject("gather"), List.of("step", "as"));
        if (keys.node("step").isEmpty()) {
            throw new SpecException("'step' is missing in 'gather'", Optional.of(keys.at()));
        }
        Gather.As as = keys.read("as", Gather.As.STDIN, Gather::as);
        return Optional.of(new Gather(keys.read("step", "", text -> text), as));
    }

    private After all(Node node) throws SpecException {
        String step = Fields.text(node, fields.subject("after"));
        places.put(name, "after." + step, node.at());
        return new After(step, After.Mode.ALL);
    }

    private After.Mode mode(String text) throws SpecException {
        return switch (text) {
            case "all" -> After.Mode.ALL;
            case "each" -> After.Mode.EACH;
            default ->
                throw new SpecException(Text.quoted(text) + " is not a way to follow a step (expected: all or each)");
        };
    }

    private List<String> in() throws SpecException {
        Optional<Node> node = fields.node("in");
        if (node.isEmpty()) {
            return List.of();
        }
        if (node.get() instanceof Node.Sequence sequence) {
            for (int i = 0; i < sequence.elements().size(); i++) {
                places.put(name, "in." + i, sequence.elements().get(i).at());
            }
        }
        return Fields.texts(node.get(), fields.subject("in"));
    }

    static SortedMap<String, String> env(Node node, String subject, BiConsumer<String, Location> found)
            throws SpecException {
        if (!(node instanceof Node.Mapping mapping)) {
            throw Fields.wrong(node, subject, "names of variables with their values");
        }
        SortedMap<String, String> env = new TreeMap<>();
        for (Node.Entry entry : mapping.entries()) {
            try {
                Names.variable(entry.key());
            } catch (SpecException e) {
                throw e.at(Optional.of(entry.at()));
            }
            env.put(entry.key(), Fields.text(entry.value(), "'" + entry.key() + "'"));
            found.accept(entry.key(), entry.value().at());
        }
        return env;
    }

    private SortedMap<String, Long> resources() throws SpecException {
        Optional<Node> node = fields.node("resources");
        SortedMap<String, Long> resources = Resources.defaults();
        if (node.isEmpty()) {
            return resources;
        }
        if (!(node.get() instanceof Node.Mapping mapping)) {
            throw Fields.wrong(node.get(), fields.subject("resources"), "amounts such as {cpu: 2, memory: 512MiB}");
        }
        for (Node.Entry entry : mapping.entries()) {
            try {
                Names.resource(entry.key());
            } catch (SpecException e) {
                throw e.at(Optional.of(entry.at()));
            }
            resources.put(
                    entry.key(),
                    Fields.read(entry.value(), "'" + entry.key() + "'", text -> Resources.amount(entry.key(), text)));
        }
        return resources;
    }

    private Retry retry() throws SpecException {
        Optional<Node> node = fields.node("retry");
        if (node.isEmpty()) {
            return Retry.NONE;
        }
        if (node.get() instanceof Node.Scalar) {
            return fields.read("retry", Retry.NONE, Resources::retries);
        }
        Fields keys = Fields.of(node.get(), fields.subject("retry"), List.of("max", "backoff"));
        if (keys.node("max").isEmpty()) {
            throw new SpecException("'max' is missing in 'retry'", Optional.of(keys.at()));
        }
        int max = keys.read("max", 0, text -> (int) Decimals.count(text, 0, Retry.RETRIES_MAX));
        return new Retry(max, keys.read("backoff", StepSpec.BACKOFF_MILLIS_DEFAULT, Resources::backoff));
    }
}
