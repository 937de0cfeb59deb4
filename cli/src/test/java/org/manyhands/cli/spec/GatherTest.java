package org.manyhands.cli.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.manyhands.core.Bytes;
import org.manyhands.core.plan.Dependency;
import org.manyhands.core.plan.Input;
import org.manyhands.wire.Placeholder.Kind;
import org.manyhands.wire.TaskTemplate;
import org.manyhands.wire.Word;

/** Steps that gather the outputs of another one, and files that are put elsewhere. */
class GatherTest {
    private static final String MAP = "steps:\n  map: {each: 1..3, run: x}\n";

    @Test
    void shouldFollowTheStepWhoseOutputsItTakes() throws Exception {
        CompiledJob job = compile(MAP + "  sum: {gather: map, run: [sort, -n]}\n");
        assertThat(job.plan().steps().get(1).dependencies()).containsExactly(new Dependency.All(0));
        assertThat(job.plan().steps().get(1).items()).isEqualTo(1);
        TaskTemplate map = job.templates().get(0);
        TaskTemplate sum = job.templates().get(1);
        assertThat(sum.getStandardInput().hasStep()).isTrue();
        assertThat(sum.hasGathered()).isFalse();
        assertThat(map.getOutputGathered()).isTrue();
        assertThat(sum.getOutputGathered()).isFalse();
        assertThat(sum.getArgvCount()).isEqualTo(2);
    }

    @Test
    void shouldNameTheFilesThatItGathers() throws Exception {
        TaskTemplate dir = step("{gather: {step: map, as: dir}, run: [ls, '{gather}/000001']}");
        assertThat(dir.getGathered().getList()).isFalse();
        assertThat(dir.hasStandardInput()).isFalse();
        assertThat(dir.getArgvList()).hasSize(2);
        TaskTemplate list = step("{gather: {step: map, as: list}, run: [xargs, cat]}");
        assertThat(list.getGathered().getList()).isTrue();
        Word last = list.getArgvList().getLast();
        assertThat(last.getParts(0).getPlaceholder().getKind()).as("appended").isEqualTo(Kind.GATHER);
    }

    @Test
    void shouldAddAStepForTheFlag() throws Exception {
        JobSpec job = new FlagSpec()
                .command(List.of("wc", "-l"))
                .split("f")
                .gather("awk '{{s += $1}} END {{print s}}'")
                .build()
                .spec();
        assertThat(job.steps()).extracting(StepSpec::name).containsExactly("each", "gather");
        assertThat(job.result()).contains("gather");
        assertThat(job.steps().getLast().gather()).contains(new Gather("each", Gather.As.STDIN));
        String yaml = SpecPrinter.print(job);
        assertThat(JobFile.parse("x.yaml", yaml.getBytes(StandardCharsets.UTF_8))
                        .spec())
                .isEqualTo(job);
        assertThatThrownBy(() -> new FlagSpec().gather(" ")).hasMessageContaining("--gather: the command is empty");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{gather: mapp, run: x} | 3:17: step 'sum' comes after 'mapp', which is no step of this job (did you mean 'map'?)",
                "{gather: sum, run: x} | comes after itself",
                "{gather: [map], run: x} | 'gather' in step 'sum' is a list",
                "{gather: {as: dir}, run: x} | 'step' is missing in 'gather'",
                "{gather: {step: map, as: file}, run: x} | 'file' is not a way to gather",
                "{gather: {step: map, how: dir}, run: x} | unknown key 'how'",
                "{gather: map, each: 1..2, run: x} | gathers, so it runs once",
                "{gather: map, after: {map: each}, run: x} | gathers, so it runs once",
                "{gather: map, run: [x, '{gather}']} | gathers no files",
                "{run: [x, '{gather}']} | gathers no files",
                "{gather: map, run: [x, '{}']} | has no items",
                "{out: '', run: x} | '' is no path",
                "{out: [a], run: x} | 'out' in step 'sum' is a list",
                "{out: '/a/{nope}', run: x} | unknown placeholder {nope}",
                "{out: '/a/{}', run: x} | has no items",
            })
    void shouldRefuseWhatDoesNotFit(String step, String sentence) {
        assertThatThrownBy(() -> step(step)).isInstanceOf(SpecException.class).hasMessageContaining(sentence);
    }

    @Test
    void shouldPutFilesWhereAPathWithPlaceholdersSays() throws Exception {
        TaskTemplate template = compile("run: x\nmatrix: {a: [1], b: [2]}\nout: /shared/{a}/{b}\n")
                .templates()
                .getFirst();
        assertThat(template.getOutDirectory().getPartsCount()).isEqualTo(4);
        assertThat(new FlagSpec()
                        .command(List.of("x"))
                        .out("/s")
                        .build()
                        .spec()
                        .steps()
                        .getFirst()
                        .out())
                .contains("/s");
        assertThatThrownBy(() -> step("{after: put, run: [x, '{in.put}']}\n  put: {run: x, out: /shared}"))
                .hasMessageContaining("{in.put}, but the files of 'put' are put where its out: says");
    }

    private static TaskTemplate step(String step) throws SpecException, IOException {
        CompiledJob job = compile(MAP + "  sum: " + step + "\n");
        return job.templates().get(1);
    }

    private static CompiledJob compile(String yaml) throws SpecException, IOException {
        return Compiler.compile(
                JobFile.parse("job.yaml", yaml.getBytes(StandardCharsets.UTF_8)),
                new Compiler.Submitter("ann", "/home/ann"),
                source -> new ItemResolver.ResolvedItems(1, org.manyhands.wire.Items.getDefaultInstance()),
                patterns -> new Input(Bytes.copyOf(new byte[32]), 0));
    }
}
