package org.manyhands.cli.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.manyhands.core.Bytes;
import org.manyhands.core.plan.Dependency;
import org.manyhands.core.plan.Input;
import org.manyhands.core.plan.StepPlan;
import org.manyhands.wire.Items;
import org.manyhands.wire.Part;
import org.manyhands.wire.StepInput;
import org.manyhands.wire.TaskTemplate;
import org.manyhands.wire.Word;

class CompilerTest {
    private static final Compiler.Submitter SUBMITTER = new Compiler.Submitter("ann", "/home/ann");

    private final List<ItemSource> asked = new ArrayList<>();
    private final List<List<String>> inputs = new ArrayList<>();

    @Test
    void shouldPutStepsBehindThoseTheyFollow() throws Exception {
        CompiledJob job = compile("""
                steps:
                  film: {after: [frames, code], run: [join, "{in.frames}"]}
                  frames: {after: code, each: 1..7:2, run: [render], in: [src/], at_most: 4, stop_after: 2, where: labels.gpu == "a100"}
                  code: {run: [cc, "{out}"]}
                result: film
                """);
        assertThat(job.plan().steps()).extracting(StepPlan::name).containsExactly("code", "frames", "film");
        assertThat(job.plan().result()).contains(2);
        assertThat(job.plan().owner()).isEqualTo("ann");
        StepPlan frames = job.plan().steps().get(1);
        assertThat(frames.items()).isEqualTo(4);
        assertThat(frames.atMost()).isEqualTo(4);
        assertThat(frames.stopAfter()).isEqualTo(2);
        assertThat(job.plan().steps()).extracting(StepPlan::where).containsExactly("", "labels.gpu == \"a100\"", "");
        assertThat(frames.dependencies()).containsExactly(new Dependency.All(0));
        assertThat(job.plan().steps().get(2).dependencies())
                .containsExactly(new Dependency.All(1), new Dependency.All(0));
        TaskTemplate template = TaskTemplate.parseFrom(frames.template().toArray());
        assertThat(template).isEqualTo(job.templates().get(1));
        assertThat(template.getItems().getRange().getStep()).isEqualTo(2);
        assertThat(template.getInputs().size()).isEqualTo(32);
        assertThat(template.getDirectory().toStringUtf8()).isEqualTo("/home/ann");
        assertThat(template.getStepInputsList())
                .containsExactly(
                        StepInput.newBuilder().setName("code").setStep(0).build());
        assertThat(inputs).containsExactly(List.of("src/"));
        assertThat(job.templates().get(2).getSingle()).isTrue();
        assertThat(words(template)).isEqualTo("render ITEM");
    }

    @Test
    void shouldTakeTheItemsOfTheStepItFollowsItemByItem() throws Exception {
        CompiledJob job = compile("""
                steps:
                  a: {each: [x, y, z], run: [one]}
                  b: {after: {a: each}, run: [two, "{in.a}"]}
                  c: {after: {b: each}, run: [three, "{}"]}
                """);
        assertThat(asked).hasSize(1);
        assertThat(job.plan().steps()).extracting(StepPlan::items).containsExactly(3L, 3L, 3L);
        assertThat(job.plan().steps().get(2).dependencies()).containsExactly(new Dependency.Each(1));
        assertThat(job.templates().get(2).getItems())
                .isEqualTo(job.templates().get(0).getItems());
        assertThat(job.templates().get(1).getStepInputs(0).getEach()).isTrue();
        assertThat(words(job.templates().get(1))).as("nothing appended").isEqualTo("two IN(a)");
    }

    @Test
    void shouldRefuseDifferentNumbersOfItems() {
        assertThatThrownBy(() ->
                        compile("steps:\n  a: {each: 1..3, run: x}\n  b: {after: {a: each}, each: 1..4, run: x}\n"))
                .hasMessage("job.yaml:3:15: step 'b' has 4 items and follows 'a' item by item, which has 3"
                        + " (expected: the same number)");
    }

    @Test
    void shouldQuoteValuesInScripts() throws Exception {
        assertThat(words(template("run: echo {/} > {out}/x\neach: 1..2\n"))).isEqualTo("sh -c echo BASENAME! > OUT!/x");
        assertThat(words(template("run: gzip -9\neach: 1..2\n"))).isEqualTo("sh -c gzip -9 ITEM!");
        assertThat(words(template("sh: |\n  echo \"$1\"\neach: 1..2\n"))).isEqualTo("sh -c echo \"$1\"\n sh ITEM");
        assertThat(words(template("sh: date\n"))).isEqualTo("sh -c date");
        assertThat(words(template("run: date\n"))).isEqualTo("date");
    }

    @Test
    void shouldAppendAnItemOnlyWhenNothingMentionsIt() throws Exception {
        assertThat(words(template("run: [ls, -l]\neach: 1..2\n"))).isEqualTo("ls -l ITEM");
        assertThat(words(template("run: [ls, 'a{#}']\neach: 1..2\n"))).isEqualTo("ls aNUMBER");
        assertThat(words(template("run: [ls, '{out}']\neach: 1..2\n"))).isEqualTo("ls OUT ITEM");
        assertThat(words(template("run: ls\nenv: {N: '{}'}\neach: 1..2\n"))).isEqualTo("ls");
        assertThat(words(template("run: ls\n"))).isEqualTo("ls");
    }

    @Test
    void shouldWarnOfItemsInsideTheScriptOfAShell() throws Exception {
        CompiledJob job = compile("run: [/bin/bash, -ec, 'echo {}']\neach: 1..2\n");
        assertThat(job.warnings()).singleElement().asString().contains("\"$1\"").contains("/bin/bash -c");
        assertThat(compile("run: [sh, -c, 'echo $1', x, '{}']\neach: 1..2\n").warnings())
                .isEmpty();
        assertThat(compile("run: [sh, -c, 'f() { echo hi; }; f']\n").warnings()).isEmpty();
    }

    @Test
    void shouldWarnOfAStepWithoutItems() throws Exception {
        CompiledJob job = compile("run: ls\neach: []\n");
        assertThat(job.plan().steps().getFirst().items()).isZero();
        assertThat(job.warnings()).containsExactly("step 'job' has no items, so it runs nothing");
    }

    @Test
    void shouldTakeTheOnlyStepAsResult() throws Exception {
        assertThat(compile("run: ls\n").plan().result()).contains(0);
        assertThat(compile("steps:\n  a: {run: x}\n  b: {run: x}\n").plan().result())
                .isEmpty();
    }

    @Test
    void shouldRefuseAJobThatIsTooLarge() {
        assertThatThrownBy(() -> compile("run: [echo, '" + "x".repeat(70_000) + "']\n"))
                .hasMessageStartingWith("job.yaml:1:1: the job is 70_")
                .hasMessageContaining("at most 65_536");
    }

    @Test
    void shouldPlaceWhatResolversComplainOf() {
        assertThatThrownBy(() -> compile("run: ls\neach: '@missing'\n"))
                .hasMessageStartingWith("job.yaml:2:7: item file")
                .hasMessageEndingWith("does not exist");
    }

    @Test
    void shouldMakeTheSameJobOfFlags() throws Exception {
        ParsedJob flags = new FlagSpec()
                .command(List.of("/usr/bin/gzip", "-k", "{}"))
                .name("job")
                .values(List.of("a b", "$HOME"))
                .resources("cpu=2,memory=1G")
                .retry("max=3,backoff=2s")
                .timeout("5m")
                .atMost("7")
                .maxFails("2")
                .env("A=x{#}", java.util.Map.of())
                .env("B", java.util.Map.of("B", "{not a placeholder} {x}"))
                .build();
        String yaml = """
                name: job
                steps:
                  gzip:
                    run: [/usr/bin/gzip, -k, "{}"]
                    each: [a b, $HOME]
                    resources: {cpu: 2, memory: 1G}
                    retry: {max: 3, backoff: 2s}
                    timeout: 5m
                    at_most: 7
                    stop_after: 2
                    env: {A: "x{#}", B: "{not a placeholder} {{x}}"}
                """;
        // Escapes have more than one spelling; what they mean is the same.
        assertThat(compile(flags).templates()).isEqualTo(compile(yaml).templates());
        assertThat(compile(flags).plan()).isEqualTo(compile(yaml).plan());
    }

    @Test
    void shouldNameTheFlagWithTheMistake() {
        FlagSpec flags = new FlagSpec();
        assertThatThrownBy(() -> flags.timeout("soon")).hasMessageStartingWith("--timeout: 'soon' is not a duration");
        assertThatThrownBy(() -> flags.resources("cpu")).hasMessageStartingWith("--resources: 'cpu' is no amount");
        assertThatThrownBy(() -> flags.retry("many")).hasMessageStartingWith("--retry: 'many'");
        assertThatThrownBy(() -> flags.retry("backoff=1s")).hasMessageContaining("does not say how often");
        assertThatThrownBy(() -> flags.env("1A=x", java.util.Map.of())).hasMessageStartingWith("--env: '1A'");
        assertThatThrownBy(() -> flags.env("A", java.util.Map.of())).hasMessageContaining("'A' is not set");
        assertThatThrownBy(() -> flags.each("x")).hasMessageStartingWith("--each: 'x' is no source of items");
        assertThatThrownBy(() -> new FlagSpec().build()).hasMessageContaining("the command is empty");
        assertThatThrownBy(() -> new FlagSpec().each("1..2").files("*"))
                .hasMessageContaining("gives items a second time");
        assertThatThrownBy(() -> new FlagSpec().command(List.of("ls")).nul(true).build())
                .hasMessageStartingWith("-0: only @FILE and -");
        assertThatThrownBy(() -> new FlagSpec().command(List.of("ls", "{}")).build())
                .hasMessageContaining("has no items")
                .hasMessageContaining("{{}}");
    }

    private TaskTemplate template(String yaml) throws SpecException, IOException {
        return compile(yaml).templates().getFirst();
    }

    private CompiledJob compile(String yaml) throws SpecException, IOException {
        return compile(JobFile.parse("job.yaml", yaml.getBytes(StandardCharsets.UTF_8)));
    }

    private CompiledJob compile(ParsedJob job) throws SpecException, IOException {
        return Compiler.compile(job, SUBMITTER, this::items, patterns -> {
            inputs.add(patterns);
            return new Input(Bytes.copyOf(new byte[32]), 7);
        });
    }

    private ItemResolver.ResolvedItems items(ItemSource source) throws SpecException, IOException {
        asked.add(source);
        List<String> items = new ArrayList<>();
        long count = new ItemReader(Path.of("/nowhere"), new ByteArrayInputStream(new byte[0]))
                .read(source, item -> items.add(new String(item, StandardCharsets.UTF_8)));
        ByteString digest = ByteString.copyFromUtf8(String.join(",", items));
        return new ItemResolver.ResolvedItems(
                count, Items.newBuilder().setList(digest).build());
    }

    private static String words(TaskTemplate template) {
        return template.getArgvList().stream().map(CompilerTest::word).collect(Collectors.joining(" "));
    }

    private static String word(Word word) {
        return word.getPartsList().stream().map(CompilerTest::part).collect(Collectors.joining());
    }

    private static String part(Part part) {
        if (part.hasLiteral()) {
            return part.getLiteral().toStringUtf8();
        }
        String step = part.getPlaceholder().getStep();
        return part.getPlaceholder().getKind()
                + (step.isEmpty() ? "" : "(" + step + ")")
                + (part.getPlaceholder().getShellQuoted() ? "!" : "");
    }
}
