package org.manyhands.cli.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.manyhands.core.plan.Retry;

class JobFileTest {
    @Test
    void shouldReadTheJobFromStandardInput() throws Exception {
        ParsedJob job = JobFile.read(new ByteArrayInputStream(bytes("run: ls\neach: 1..3\n")));
        assertThat(job.spec().name()).isEqualTo("stdin");
        assertThat(JobFile.read(new ByteArrayInputStream(bytes("{\"run\": [\"ls\"]}")))
                        .spec()
                        .steps())
                .hasSize(1);
        assertThatThrownBy(() -> JobFile.read(new ByteArrayInputStream(new byte[] {'r', 0, 1, (byte) 0xff})))
                .hasMessageStartingWith("stdin:1:2: byte 0x00 is binary data, not a job file");
        assertThatThrownBy(() -> JobFile.read(new ByteArrayInputStream(new byte[0])))
                .hasMessageContaining("stdin is empty");
        assertThatThrownBy(() -> JobFile.read(new ByteArrayInputStream(bytes("run: ls\neach: \"-\"\n"))))
                .hasMessageStartingWith("stdin:2:7: step 'stdin' reads standard input, which the job file came from");
    }

    private static final String FILM = """
            name: film
            steps:
              compile:
                in: [src/]
                run: ["{java}c", -d, "{out}", src/Renderer.java, src/Assembler.java]
              frames:
                after: compile
                each: 1..120
                run: ["{java}", -cp, "{in.compile}", Renderer, "{}", "{out}/frame-{}.png"]
                resources: {cpu: 0.5, memory: 512MiB, gpu: 1}
                retry: {max: 3, backoff: 2s}
                timeout: 5m
                at_most: 50
              film:
                after: {frames: all, compile: all}
                run: ["{java}", -cp, "{in.compile}", Assembler, "{in.frames}", "{out}/film.gif"]
            result: film
            """;

    @TempDir
    Path directory;

    @Test
    void shouldReadTheFilm() throws SpecException {
        JobSpec job = parse(FILM);
        assertThat(job.name()).isEqualTo("film");
        assertThat(job.result()).contains("film");
        assertThat(job.steps()).extracting(StepSpec::name).containsExactly("compile", "frames", "film");
        StepSpec frames = job.steps().get(1);
        assertThat(frames.each()).isEqualTo(new ItemSource.Range(1, 120, 1, 0));
        assertThat(frames.after()).containsExactly(new After("compile", After.Mode.ALL));
        assertThat(frames.resources())
                .isEqualTo(new TreeMap<>(Map.of("cpu", 500L, "memory", 512L << 20, "gpu", 1000L)));
        assertThat(frames.retry()).isEqualTo(new Retry(3, 2000));
        assertThat(frames.timeoutMillis()).isEqualTo(300_000);
        assertThat(frames.atMost()).isEqualTo(50);
        assertThat(job.steps().getFirst().resources()).isEqualTo(new TreeMap<>(Map.of("cpu", 1000L)));
    }

    @Test
    void shouldReadOneStepNamedAfterTheFile() throws SpecException {
        JobSpec job = JobFile.parse("dir/my job.yaml", bytes("run: echo {}\neach: [a, 1, true]\nretry: 2\n"))
                .spec();
        assertThat(job.name()).isEqualTo("my job");
        StepSpec step = job.steps().getFirst();
        assertThat(step.name()).isEqualTo("my-job");
        assertThat(step.command()).isEqualTo(new Command.Line("echo {}"));
        assertThat(step.each()).isEqualTo(new ItemSource.Values(List.of("a", "1", "true")));
        assertThat(step.retry()).isEqualTo(new Retry(2, 1000));
    }

    @Test
    void shouldReadJson() throws SpecException {
        String json = "{\n\t\"steps\": {\"a\": {\"run\": [\"ls\", 5, \"a\\/b\"], \"env\": {\"K\": 1.0}}}}";
        JobSpec job = JobFile.parse("x.json", bytes(json)).spec();
        StepSpec step = job.steps().getFirst();
        assertThat(step.command()).isEqualTo(new Command.Argv(List.of("ls", "5", "a/b")));
        assertThat(step.env()).isEqualTo(new TreeMap<>(Map.of("K", "1.0")));
        assertThatThrownBy(() -> JobFile.parse("x.json", bytes("{\"run\": \"ls\",\n \"shh\": 1}")))
                .hasMessageStartingWith("x.json:2:2: unknown key 'shh'");
        assertThatThrownBy(() -> JobFile.parse("x.json", bytes("{\"run\": [\"a\",\n null]}")))
                .hasMessageStartingWith("x.json:2:2: element 2 of 'run' in the job is nothing");
        assertThatThrownBy(() -> JobFile.parse("x.json", bytes("{\"run\": \n")))
                .hasMessageContaining("not valid JSON: Unexpected end-of-input")
                .message()
                .doesNotContain("\n");
    }

    @Test
    void shouldSetVariablesOfTheJobInEveryStep() throws SpecException {
        JobSpec job = parse("env: {A: 1, B: 2}\nsteps:\n  x: {run: a, env: {B: 3}}\n  y: {run: b}\n");
        assertThat(job.steps().get(0).env()).isEqualTo(new TreeMap<>(Map.of("A", "1", "B", "3")));
        assertThat(job.steps().get(1).env()).isEqualTo(new TreeMap<>(Map.of("A", "1", "B", "2")));
    }

    @Test
    void shouldPlaceAndExplainWrongKeys() {
        refuses(
                FILM.replace(
                        "    run: [\"{java}\", -cp, \"{in.compile}\", Renderer", "    rnu: [\"{java}\", -cp, Renderer"),
                "film.yaml:9:5: unknown key 'rnu' in step 'frames' (did you mean 'run'?)");
        refuses(
                "steps:\n  a: {run: x}\nname: y\nnme: z\n",
                "film.yaml:4:1: unknown key 'nme' in the job (did you mean 'name'?)");
        refuses("run: x\nrun: y\n", "film.yaml:2:1: key 'run' stands here a second time");
        refuses("run: x\nschedule: y\n", "film.yaml:2:1: key 'schedule' in the job is not supported yet");
        refuses("name: x\n", "film.yaml:1:1: nothing to run (expected: run: or steps:)");
        refuses("steps:\n  a: {run: x}\nrun: y\n", "film.yaml:3:1: unknown key 'run' in the job");
    }

    @Test
    void shouldSayOnWhichNodesAStepRuns() throws SpecException {
        JobSpec job =
                parse("where: labels.os == 'linux'\nsteps:\n  x: {run: a, where: ' node == \"n1\" '}\n  y: {run: b}\n");
        assertThat(job.steps()).extracting(StepSpec::where).containsExactly("node == \"n1\"", "labels.os == 'linux'");
        assertThat(parse("run: x\nwhere: labels[\"os.version\"] != '6'\n")
                        .steps()
                        .getFirst()
                        .where())
                .isEqualTo("labels[\"os.version\"] != '6'");
        assertThat(parse("run: x\n").steps().getFirst().where()).isEmpty();
        refuses("run: x\nwhere: ' '\n", "film.yaml:2:8: 'where' in the job: nothing (expected: an expression");
        refuses(
                "steps:\n  a: {run: x, where: '" + "x".repeat(1_025) + "'}\n",
                "film.yaml:2:22: 'where' in step 'a': 1_025 characters (expected: at most 1_024)");
        refuses("run: x\nwhere: [a]\n", "film.yaml:2:8: 'where' in the job is a list (expected: a text)");
        refuses(
                "run: x\nwhere: !has(labels.gpu)\n",
                "film.yaml:2:8: tag 'has(labels.gpu)' is not supported (expected: the"
                        + " value alone, in quotes if it begins with '!')");
        refuses("run: x\nwhere:\n", "film.yaml:2:7: 'where' in the job is nothing");
        refuses("run: x\nwhre: a\n", "film.yaml:2:1: unknown key 'whre' in the job (did you mean 'where'?)");
    }

    @Test
    void shouldPlaceAndExplainWrongTypes() {
        refuses("run: {a: b}\n", "film.yaml:1:6: 'run' in the job is a map of keys and values (expected: a text)");
        refuses("run: [ls, {}]\n", "film.yaml:1:11: element 2 of 'run' in the job is a map; quote it: \"{}\"");
        refuses("run: [ls, {out}]\n", "film.yaml:1:11: element 2 of 'run' in the job is a map; quote it: \"{out}\"");
        refuses("run: x\ntimeout: soon\n", "film.yaml:2:10: 'timeout' in the job: 'soon' is not a duration");
        refuses("run: x\ntimeout: [1s]\n", "film.yaml:2:10: 'timeout' in the job is a list (expected: a text)");
        refuses("run: x\nresources: 4\n", "film.yaml:2:12: 'resources' in the job is '4' (expected: amounts such as");
        refuses("run: x\nresources: {cpu: many}\n", "film.yaml:2:18: 'cpu': 'many' is not an amount");
        refuses("run: x\nretry: 1000\n", "film.yaml:2:8: 'retry' in the job: '1000' is out of bounds");
        refuses("run: x\nretry: {backoff: 1s}\n", "film.yaml:2:8: 'max' is missing in 'retry'");
        refuses("run: x\nenv: {MH_X: 1}\n", "film.yaml:2:7: variable 'MH_X' cannot be set");
        refuses("run: x\npriority: 5000\n", "film.yaml:2:11: 'priority' in the job: '5000' is out of bounds");
        refuses("steps: [a]\n", "film.yaml:1:8: 'steps' in the job is a list");
        refuses("steps: {}\n", "film.yaml:1:8: the job has no steps");
        refuses("steps:\n  a b: {run: x}\n", "film.yaml:2:3: 'a b' is not a name of a step");
        refuses("steps:\n  a: x\n", "film.yaml:2:6: step 'a' is 'x' (expected: keys such as run");
        refuses("- a\n", "film.yaml:1:1: the job is a list");
        refuses("just words\n", "film.yaml:1:1: the job is 'just words'");
        refuses("run: x\neach: abc\n", "film.yaml:2:7: 'each' in the job: 'abc' is no source of items");
    }

    @Test
    void shouldRefuseAnEmptyCommand() {
        for (String run : List.of("[]", "''", "'  '", "['', a]")) {
            refuses("run: " + run + "\n", "film.yaml:1:6: the command is empty");
        }
        refuses("run:\n", "film.yaml:1:5: 'run' in the job is nothing");
        refuses("steps:\n  a: {in: x}\n", "film.yaml:2:6: step 'a' has nothing to run");
        refuses("run: x\nsh: y\n", "film.yaml:2:5: run: and sh: in one step");
    }

    @Test
    void shouldRefuseStepsThatDoNotFitTogether() {
        String circle = "steps:\n  a: {after: c, run: x}\n  b: {after: a, run: x}\n  c: {after: [b], run: x}\n";
        refuses(circle, "film.yaml:3:14: steps wait for each other in a circle: a → c → b → a");
        refuses("steps:\n  a: {after: a, run: x}\n", "film.yaml:2:14: step 'a' comes after itself");
        refuses(
                "steps:\n  frames: {run: x}\n  b: {after: frame, run: x}\n",
                "film.yaml:3:14: step 'b' comes after 'frame', which is no step of this job (did you mean 'frames'?)");
        refuses(
                "steps:\n  a: {run: x}\n  b: {after: [a, a], run: x}\n",
                "film.yaml:3:18: step 'b' comes after 'a' twice");
        refuses("steps:\n  a: {run: x}\n  b: {after: {a: some}, run: x}\n", "film.yaml:3:18: 'a': 'some' is not a way");
        refuses("steps:\n  a: {run: x}\nresult: b\n", "film.yaml:3:9: result 'b' is no step of this job");
        refuses(
                "steps:\n  a: {run: x, each: '-'}\n  b: {run: x, each: '-'}\n",
                "film.yaml:3:21: steps 'a' and 'b' both");
    }

    @Test
    void shouldRefusePlaceholdersThatCannotBeFilledIn() {
        refuses("run: [ls,\n  '{ouy}']\n", "film.yaml:2:3: unknown placeholder {ouy} (did you mean {out}?)");
        refuses("run: [ls, '{}']\n", "film.yaml:1:11: placeholder {} but step 'film' has no items");
        refuses("run: ls\nenv: {A: '{.}'}\n", "film.yaml:2:10: placeholder {.} but step 'film' has no items");
        refuses(
                "steps:\n  frames: {run: x}\n  b: {run: [x, '{in.frames}']}\n",
                "film.yaml:3:16: placeholder {in.frames} but step 'b' does not come after 'frames' (expected: after: frames)");
        refuses(
                "steps:\n  frames: {run: x}\n  b: {after: frames, run: [x, '{in.frame}']}\n",
                "film.yaml:3:31: placeholder {in.frame} but step 'b' does not come after 'frame' (did you mean {in.frames}?)");
        refuses(
                "run: x\neach: 1..2\nin: ['{}.txt']\n",
                "film.yaml:3:6: input '{}.txt' of step 'film' holds a placeholder");
        refuses("sh: echo \"{}\"\neach: 1..2\n", "film.yaml:1:5: {} stands inside quotes");
    }

    @Test
    void shouldExplainWhatYamlTakesForItself() {
        refuses("run: x\neach: @names\n", "film.yaml:2:7: not valid YAML: ");
        refusesWith("run: x\neach: @names\n", "(put it in quotes: \"@file\")");
        refusesWith("run: x\neach: -\n", "wants quotes: \"-\"");
        refusesWith("steps:\n\ta:\n", "(indent with blanks)");
        refusesWith("run: [ls, *.txt]\n", "wants quotes");
        refuses("run: [a\n", "film.yaml:2:1: not valid YAML: ");
        refuses("run: x\n---\nrun: y\n", "film.yaml:3:1: a second document");
        refuses("run: &a x\nsh: *a\n", "film.yaml:2:5: alias '*a' is not supported");
        refuses("run: !!binary x\n", "film.yaml:1:16: not valid YAML: tag '!!binary' is not supported");
        refuses("run: !!str x\n", "film.yaml:1:6: tag 'tag:yaml.org,2002:str' is not supported");
        refusesWith("run: {in.x}/y\n", "(a text that starts with '{' wants quotes)");
        refuses("? [a]\n: b\n", "film.yaml:1:4: not valid YAML: a key that is no text");
        refuses("[".repeat(100_000), "film.yaml:1:17: nested more than 16 deep");
        refuses("{a: ".repeat(100_000), "film.yaml:1:");
        refuses("&a [" + "*a, ".repeat(1000) + "]", "film.yaml:1:");
    }

    @Test
    void shouldRefuseWhatIsNoTextWithItsPlace() {
        assertThatThrownBy(() -> JobFile.parse("x.yaml", new byte[] {'a', ':', '\n', (byte) 0xff, 'b'}))
                .hasMessageStartingWith("x.yaml:2:1: bytes that are not UTF-8");
        assertThatThrownBy(() -> JobFile.parse("x.yaml", new byte[] {'a', ':', ' ', 0, 1}))
                .hasMessageStartingWith("x.yaml:1:4: byte 0x00 is binary data");
        assertThatThrownBy(() -> JobFile.parse("x.yaml", new byte[] {(byte) 0xc3}))
                .hasMessageStartingWith("x.yaml:1:1: bytes that are not UTF-8");
        assertThatThrownBy(() -> JobFile.parse("x.yaml", bytes(" \n\n"))).hasMessageStartingWith("x.yaml is empty");
        assertThatThrownBy(() -> JobFile.parse("x.yaml", bytes("# nothing\n"))).hasMessageContaining("is empty");
        assertThatThrownBy(() -> JobFile.parse("x.yaml", new byte[SourceText.BYTES_MAX + 1]))
                .hasMessageStartingWith("x.yaml is larger than 1MiB");
    }

    @Test
    void shouldSayOneSentenceAboutAnyRubbish() {
        Random random = new Random(5);
        for (int i = 0; i < 3_000; i++) {
            byte[] bytes = i % 2 == 0 ? new byte[random.nextInt(1, 200)] : mutated(random);
            if (i % 2 == 0) {
                random.nextBytes(bytes);
            }
            try {
                JobFile.parse(i % 3 == 0 ? "x.json" : "x.yaml", bytes);
            } catch (SpecException e) {
                assertThat(e.getMessage()).startsWith("x.").doesNotContain("\n", "Exception", "com.fasterxml");
            }
        }
    }

    @Test
    void shouldSayWhyAFileCannotBeRead() throws Exception {
        assertThatThrownBy(() -> JobFile.read(directory)).hasMessageContaining("is a directory");
        assertThatThrownBy(() -> JobFile.read(directory.resolve("no.yaml"))).hasMessageContaining("does not exist");
        Path file = Files.writeString(directory.resolve("ok.yaml"), "\ufeffrun: ls\n");
        assertThat(JobFile.read(file).spec().name()).isEqualTo("ok");
    }

    private static byte[] mutated(Random random) {
        byte[] bytes = bytes(FILM);
        for (int i = 0; i < 3; i++) {
            bytes[random.nextInt(bytes.length)] = (byte) "{}[]:-*&!|>'\"%@`#,?x\n ".charAt(random.nextInt(22));
        }
        return bytes;
    }

    private static void refuses(String yaml, String start) {
        assertThatThrownBy(() -> parse(yaml)).isInstanceOf(SpecException.class).hasMessageStartingWith(start);
    }

    private static void refusesWith(String yaml, String hint) {
        assertThatThrownBy(() -> parse(yaml)).isInstanceOf(SpecException.class).hasMessageContaining(hint);
    }

    private static JobSpec parse(String yaml) throws SpecException {
        return JobFile.parse("film.yaml", bytes(yaml)).spec();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
