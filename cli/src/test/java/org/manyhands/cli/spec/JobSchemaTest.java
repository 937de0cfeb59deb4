package org.manyhands.cli.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JobSchemaTest {
    private static final Pattern BLOCK = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL);

    private final JsonSchema schema =
            JsonSchemaFactory.getInstance(VersionFlag.V202012).getSchema(JobFile.schema());

    JobSchemaTest() throws IOException {}

    private Set<ValidationMessage> refusals(String yaml) throws IOException {
        return schema.validate(new YAMLMapper().readTree(yaml));
    }

    @Test
    void shouldKnowTheKeysOfTheParser() throws Exception {
        JsonNode definitions = new ObjectMapper().readTree(JobFile.schema()).get("$defs");
        assertThat(definitions.at("/stepKeys/properties").fieldNames())
                .toIterable()
                .containsExactlyInAnyOrderElementsOf(StepParser.KEYS);
        assertThat(definitions.at("/job/properties").fieldNames())
                .toIterable()
                .containsExactlyInAnyOrderElementsOf(JobParser.JOB_KEYS);
        assertThat(definitions.at("/notification/oneOf/1/properties").fieldNames())
                .toIterable()
                .containsExactlyInAnyOrderElementsOf(NotifyParser.KEYS);
    }

    @Test
    void shouldAcceptEveryExample() throws Exception {
        List<String> jobs = new ArrayList<>();
        Matcher block = BLOCK.matcher(Files.readString(Path.of("../docs/spec.md")));
        while (block.find()) {
            jobs.add(block.group(1));
        }
        try (Stream<Path> files = Files.walk(Path.of("../examples"))) {
            for (Path file :
                    files.filter(each -> each.toString().endsWith(".yaml")).toList()) {
                jobs.add(Files.readString(file));
            }
        }
        assertThat(jobs)
                .hasSizeGreaterThan(6)
                .allSatisfy(job -> assertThat(refusals(job)).isEmpty());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "name: x",
                "run: a\nsh: b",
                "rnu: a",
                "run: []",
                "run: a\nframing: lines",
                "run: a\neach: 1..3\nmatrix: {a: [1]}",
                "run: a\ntimeout: soon",
                "run: a\nretry: {backoff: 1s}",
                "run: a\noutput_limit: much",
                "run: a\nenv: {MH_X: 1}",
                "run: a\npriority: 2000",
                "run: a\nwhere: ''",
                "run: a\nwhere: [b]",
                "where: 1.5\nsteps: {a: {run: b, where: {c: d}}}",
                "run: a\nmatrix: {out: [1]}",
                "run: a\nsplit: {file: f, block: 1M, lines: 3}",
                "run: a\nnotify: {command: b, on: [done]}",
                "run: a\nnotify: {command: b, url: 'http://c'}",
                "run: a\nnotify: {url: 'https:///path'}",
                "run: a\nnotify: {on: [failed]}",
                "run: a\nnotify: ''",
                "run: a\nnotify: {command: b, timeout: soon}",
                "run: a\nnotify: [a, a, a, a, a, a, a, a, a]",
                "steps: {}",
                "steps: {a: {run: b, after: {c: some}}}",
                "steps: {a: {rnu: b}}",
                "steps: {\"\": {run: b}}",
                "steps: {a: {run: b}}\nbudget: 3",
            })
    void shouldRefuseWhatTheParserRefuses(String yaml) throws Exception {
        assertThat(refusals(yaml)).isNotEmpty();
        assertThrows(SpecException.class, () -> JobFile.parse("bad.yaml", yaml.getBytes(StandardCharsets.UTF_8)));
    }
}
