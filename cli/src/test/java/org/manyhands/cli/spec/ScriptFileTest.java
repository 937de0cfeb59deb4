package org.manyhands.cli.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ScriptFileTest {
    @TempDir
    Path scratch;

    @Test
    void shouldTakeOptionsFromTheHead() throws Exception {
        Path script = script(
                "#!/usr/bin/env bash",
                "# what it does",
                "#MH --each 1..3 --retry 2",
                "",
                "#MH --name 'a b' --env X=\"1 2\"",
                "echo $1",
                "#MH --each 1..9");
        ScriptFile read = ScriptFile.of(script.toString()).orElseThrow();
        assertThat(read.options()).containsExactly("--each", "1..3", "--retry", "2", "--name", "a b", "--env", "X=1 2");
        assertThat(read.command()).containsExactly("/usr/bin/env", "bash", script.toString());
    }

    @Test
    void shouldLeaveOtherFilesAlone() throws Exception {
        for (List<String> lines : List.of(
                List.of("#!/bin/sh", "echo"),
                List.of("#MH --each 1..3"),
                List.of("#!/bin/sh", "echo", "#MH --each 1..3"),
                List.of("#!/bin/sh", "#MHX --each"),
                List.<String>of())) {
            assertThat(ScriptFile.of(script(lines.toArray(String[]::new)).toString()))
                    .as("%s", lines)
                    .isEmpty();
        }
        assertThat(ScriptFile.of("no-such-file")).isEmpty();
        assertThat(ScriptFile.of(scratch.toString())).isEmpty();
    }

    @Test
    void shouldSayWhereALineIsWrong() throws Exception {
        Path open = script("#!/bin/sh", "", "#MH --name 'a");
        assertThatThrownBy(() -> ScriptFile.of(open.toString()))
                .hasMessage(open + ":3:1: a quote ' has no end on its line");
        Path items = script("#!/bin/sh", "#MH ::: a b");
        assertThatThrownBy(() -> ScriptFile.of(items.toString())).hasMessageContaining(":2:1: ':::' in a #MH line");
    }

    @Test
    void shouldSplitAsAShellDoes() throws Exception {
        Location at = new Location("f", 1, 1);
        assertThat(ShellWords.split(" a  'b  c'd \"e'f\" \\' '' x\\ y ", at))
                .containsExactly("a", "b  cd", "e'f", "'", "", "x y");
    }

    private Path script(String... lines) throws IOException {
        return Files.write(scratch.resolve("script.sh"), List.of(lines));
    }
}
