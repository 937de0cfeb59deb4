package org.manyhands.cli.spec;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.manyhands.core.plan.Plan;

/** Takes the document of a job file apart; whether the parts fit together is for {@link JobChecker}. */
final class JobParser {
    static final List<String> JOB_KEYS = List.of("name", "steps", "result", "env", "priority", "notify", "where");

    private final String defaultName;
    private final Places places = new Places();

    JobParser(String defaultName) {
        this.defaultName = defaultName;
    }

    ParsedJob parse(Node document) throws SpecException {
        boolean single = document instanceof Node.Mapping mapping
                && mapping.entries().stream().noneMatch(entry -> entry.key().equals("steps"))
                && mapping.entries().stream().anyMatch(entry -> StepParser.KEYS.contains(entry.key()));
        return single ? singleStep(document) : job(document);
    }

    private ParsedJob job(Node document) throws SpecException {
        Fields fields = Fields.of(document, "the job", JOB_KEYS);
        Map<String, String> env = fields.node("env").isPresent()
                ? StepParser.env(fields.node("env").get(), fields.subject("env"), (name, at) -> {})
                : Map.of();
        String where = fields.read("where", "", Conditions::parse);
        List<StepSpec> steps = new ArrayList<>();
        for (Node.Entry entry : stepEntries(fields)) {
            String name = Names.step(entry.key(), entry.at());
            Fields step = Fields.of(entry.value(), "step '" + name + "'", StepParser.KEYS);
            places.put(name, "", entry.at());
            steps.add(new StepParser(name, step, places).parse(env, where));
        }
        places.put("", "", fields.at());
        fields.node("result").ifPresent(node -> places.put("", "result", node.at()));
        Optional<String> result = Optional.empty();
        if (fields.node("result").isPresent()) {
            result = Optional.of(fields.read("result", "", text -> text));
        }
        return new ParsedJob(new JobSpec(name(fields), steps, result, priority(fields), notify(fields)), places);
    }

    private List<Node.Entry> stepEntries(Fields fields) throws SpecException {
        Optional<Node> steps = fields.node("steps");
        if (steps.isEmpty()) {
            throw new SpecException("nothing to run (expected: run: or steps:)", Optional.of(fields.at()));
        }
        if (steps.get() instanceof Node.Mapping mapping && mapping.entries().isEmpty()) {
            throw new SpecException("the job has no steps (expected: at least one)", Optional.of(mapping.at()));
        }
        if (!(steps.get() instanceof Node.Mapping mapping)) {
            throw Fields.wrong(steps.get(), "'steps' in the job", "the name of each step with its keys");
        }
        if (mapping.entries().size() > Plan.STEPS_MAX) {
            throw new SpecException(
                    "the job has " + mapping.entries().size() + " steps (expected: at most " + Plan.STEPS_MAX + ")",
                    Optional.of(mapping.at()));
        }
        return mapping.entries();
    }

    private ParsedJob singleStep(Node document) throws SpecException {
        List<String> keys = new ArrayList<>(StepParser.KEYS);
        keys.addAll(List.of("name", "priority", "notify", "steps"));
        Fields fields = Fields.of(document, "the job", keys);
        String step = Names.asStep(defaultName);
        places.put(step, "", fields.at());
        places.put("", "", fields.at());
        StepSpec spec = new StepParser(step, fields, places).parse(new TreeMap<>(), "");
        return new ParsedJob(
                new JobSpec(name(fields), List.of(spec), Optional.empty(), priority(fields), notify(fields)), places);
    }

    private String name(Fields fields) throws SpecException {
        return fields.read("name", defaultName, Names::job);
    }

    private static int priority(Fields fields) throws SpecException {
        return fields.read("priority", 0, text -> (int) Decimals.count(text, -Plan.PRIORITY_MAX, Plan.PRIORITY_MAX));
    }

    private static List<Notify> notify(Fields fields) throws SpecException {
        Optional<Node> node = fields.node("notify");
        return node.isPresent() ? NotifyParser.parse(node.get(), fields.subject("notify")) : List.of();
    }
}
