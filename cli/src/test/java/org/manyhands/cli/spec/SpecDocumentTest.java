package org.manyhands.cli.spec;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class SpecDocumentTest {
    private static final Path DOCUMENT = Path.of("../docs/spec.md");
    private static final Pattern BLOCK = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL);

    @Test
    void shouldTakeEveryJobOfTheDocument() throws Exception {
        Matcher block = BLOCK.matcher(Files.readString(DOCUMENT));
        int jobs = 0;
        while (block.find()) {
            JobFile.parse("doc.yaml", block.group(1).getBytes(StandardCharsets.UTF_8));
            jobs++;
        }
        assertThat(jobs).isGreaterThanOrEqualTo(4);
    }

    @Test
    void shouldDescribeEveryKey() throws Exception {
        String document = Files.readString(DOCUMENT);
        assertThat(StepParser.KEYS).allSatisfy(key -> assertThat(document).contains("\n| `" + key + "` |"));
    }
}
