package org.manyhands.cli.spec;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.manyhands.core.plan.Retry;
import org.manyhands.store.split.Splitter;

/** Writes a job as the YAML that {@link JobFile} reads back to the same job; what has its default is left out. */
public final class SpecPrinter {
    /** Texts that mean themselves in YAML without quotes, in every place where the printer puts one. */
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z_./][A-Za-z0-9_./+=-]*");

    private static final Set<String> NOT_TEXT = Set.of("null", "true", "false", "yes", "no", "on", "off", "y", "n");

    private final StringBuilder yaml = new StringBuilder();

    private SpecPrinter() {}

    public static String print(JobSpec job) {
        SpecPrinter printer = new SpecPrinter();
        printer.line(0, "name", text(job.name()));
        if (job.priority() != 0) {
            printer.line(0, "priority", Integer.toString(job.priority()));
        }
        if (!job.notifications().isEmpty()) {
            printer.line(0, "notify", new NotifyPrinter(SpecPrinter::text).print(job.notifications()));
        }
        printer.yaml.append("steps:\n");
        job.steps().forEach(printer::step);
        job.result().ifPresent(result -> printer.line(0, "result", text(result)));
        return printer.yaml.toString();
    }

    private void step(StepSpec step) {
        yaml.append("  ").append(text(step.name())).append(":\n");
        if (!step.after().isEmpty()) {
            line("after", after(step.after()));
        }
        each(step.each());
        if (!step.in().isEmpty()) {
            line("in", list(step.in()));
        }
        switch (step.command()) {
            case Command.Argv(List<String> words) -> line("run", list(words));
            case Command.Line(String text) -> line("run", text(text));
            case Command.Script(String text) -> line("sh", text(text));
            case Command.Stream stream -> stream(stream);
        }
        if (!step.env().isEmpty()) {
            line("env", map(step.env()));
        }
        if (!step.resources().equals(Resources.defaults())) {
            line("resources", resources(step.resources()));
        }
        if (!step.where().isEmpty()) {
            line("where", text(step.where()));
        }
        if (!step.spread().isEmpty()) {
            line("spread", text(step.spread()));
        }
        step.gather()
                .ifPresent(gather -> line(
                        "gather",
                        "{step: " + text(gather.step()) + ", as: " + gather.as().word() + "}"));
        step.out().ifPresent(out -> line("out", text(out)));
        limits(step);
    }

    private void stream(Command.Stream stream) {
        switch (stream.process()) {
            case Command.Argv(List<String> words) -> line("stream", list(words));
            case Command.Line(String text) -> line("stream", text(text));
            case Command.Script(String text) -> line("stream", text(text));
            case Command.Stream _ -> throw new IllegalStateException("a stream of a stream");
        }
        if (stream.framing() != Command.Framing.LINES) {
            line("framing", stream.framing().word());
        }
    }

    private void limits(StepSpec step) {
        if (!step.retry().equals(Retry.NONE)) {
            String backoff = Durations.print(step.retry().backoffMillis());
            line("retry", "{max: " + step.retry().max() + ", backoff: " + backoff + "}");
        }
        unless(0, step.timeoutMillis(), "timeout", Durations.print(step.timeoutMillis()));
        unless(StepSpec.GRACE_MILLIS_DEFAULT, step.graceMillis(), "grace", Durations.print(step.graceMillis()));
        unless(0, step.lostAfterMillis(), "lost_after", Durations.print(step.lostAfterMillis()));
        unless(0, step.atMost(), "at_most", Integer.toString(step.atMost()));
        unless(0, step.stopAfter(), "stop_after", Long.toString(step.stopAfter()));
        unless(
                StepSpec.OUTPUT_LIMIT_BYTES_DEFAULT,
                step.outputLimitBytes(),
                "output_limit",
                Sizes.print(step.outputLimitBytes()));
    }

    private void unless(long otherwise, long value, String key, String text) {
        if (value != otherwise) {
            line(key, text);
        }
    }

    private void each(ItemSource each) {
        switch (each) {
            case ItemSource.None _ -> {}
            case ItemSource.Matrix(List<ItemSource.Axis> axes) ->
                line(
                        "matrix",
                        axes.stream()
                                .map(axis -> text(axis.name()) + ": " + source(axis.source()))
                                .collect(Collectors.joining(", ", "{", "}")));
            case ItemSource.Split(String path, Splitter.Cut cut) ->
                line("split", "{file: " + text(path) + ", " + SplitParser.print(cut) + "}");
            default -> line("each", source(each));
        }
    }

    private static String source(ItemSource source) {
        return switch (source) {
            case ItemSource.Range range -> text(ItemGrammar.print(range));
            case ItemSource.Values(List<String> values) -> list(values);
            case ItemSource.Lines(String path, boolean nul) -> from("@" + path, nul);
            case ItemSource.StandardInput(boolean nul) -> from("-", nul);
            case ItemSource.Files(String glob) -> "{files: " + text(glob) + "}";
            case ItemSource.None _, ItemSource.Matrix _, ItemSource.Split _ ->
                throw new IllegalArgumentException("no source of values");
        };
    }

    private static String from(String source, boolean nul) {
        return nul ? "{from: " + text(source) + ", nul: true}" : text(source);
    }

    private static String after(List<After> after) {
        if (after.stream().allMatch(dependency -> dependency.mode() == After.Mode.ALL)) {
            return list(after.stream().map(After::step).toList());
        }
        return after.stream()
                .map(dependency ->
                        text(dependency.step()) + ": " + dependency.mode().word())
                .collect(Collectors.joining(", ", "{", "}"));
    }

    private static String list(List<String> texts) {
        return texts.stream().map(SpecPrinter::text).collect(Collectors.joining(", ", "[", "]"));
    }

    private static String map(Map<String, String> texts) {
        return texts.entrySet().stream()
                .map(entry -> text(entry.getKey()) + ": " + text(entry.getValue()))
                .collect(Collectors.joining(", ", "{", "}"));
    }

    private static String resources(Map<String, Long> resources) {
        return resources.entrySet().stream()
                .map(entry -> text(entry.getKey()) + ": " + Resources.print(entry.getKey(), entry.getValue()))
                .collect(Collectors.joining(", ", "{", "}"));
    }

    private void line(String key, String value) {
        line(2, key, value);
    }

    private void line(int depth, String key, String value) {
        yaml.append("  ".repeat(depth)).append(key).append(": ").append(value).append('\n');
    }

    /** The text as it is where YAML takes it so, else in double quotes. */
    private static String text(String text) {
        if (PLAIN.matcher(text).matches() && !NOT_TEXT.contains(text.toLowerCase(java.util.Locale.ROOT))) {
            return text;
        }
        StringBuilder quoted = new StringBuilder("\"");
        text.chars().forEach(c -> quoted.append(escaped((char) c)));
        return quoted.append('"').toString();
    }

    private static String escaped(char c) {
        return switch (c) {
            case '"' -> "\\\"";
            case '\\' -> "\\\\";
            case '\n' -> "\\n";
            case '\t' -> "\\t";
            default -> {
                boolean shown =
                        (c >= ' ' && c < 0x7f) || (c > 0xa0 && Character.isLetter(c)) || Character.isSurrogate(c);
                yield shown ? Character.toString(c) : "\\u%04x".formatted((int) c);
            }
        };
    }
}
