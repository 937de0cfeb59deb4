package org.manyhands.verify.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** With which environment a task runs. */
final class EnvironmentIT {
    private static final Set<String> SUBMITTERS =
            Set.of("PATH", "HOME", "USER", "LOGNAME", "SHELL", "LANG", "TZ", "TERM");
    private static final Set<String> OWN =
            Set.of("TMPDIR", "TRACEPARENT", "OTEL_RESOURCE_ATTRIBUTES", "PWD", "OLDPWD", "SHLVL", "_");

    @RegisterExtension
    final Mh mh = new Mh();

    @Test
    void shouldGiveAMinimalSetUnlessAsked() throws Exception {
        mh.env("MH_IT_SECRET", "hunter2").env("SOME_SETTING", "1");
        Set<String> names = names(mh.run("run", "env").exits(0));
        assertThat(names).contains("PATH", "MH_JOB").doesNotContain("SOME_SETTING", "MH_IT_SECRET", "MH_DATA");
        assertThat(names)
                .allSatisfy(name -> assertThat(SUBMITTERS.contains(name)
                                || OWN.contains(name)
                                || name.startsWith("LC_")
                                || name.startsWith("MH_"))
                        .as("%s is documented", name)
                        .isTrue());
    }

    @Test
    void shouldGiveWhatIsNamed() throws Exception {
        mh.env("SOME_SETTING", "from the shell");
        List<String> lines = mh.run(
                        "run", "--env", "SOME_SETTING", "--env", "OTHER=a b=$c", "--env", "PATH=/bin", "env")
                .exits(0)
                .lines();
        assertThat(lines).contains("SOME_SETTING=from the shell", "OTHER=a b=$c", "PATH=/bin");
    }

    @Test
    void shouldGiveEverythingOnRequest() throws Exception {
        mh.env("SOME_SETTING", "x").env("LINES_OF_IT", "a\nb");
        Ended ended = mh.run("run", "--env-all", "env").exits(0);
        assertThat(ended.out()).contains("SOME_SETTING=x\n").contains("LINES_OF_IT=a\nb\n");
    }

    @Test
    void shouldTellATaskWhatItIs() throws Exception {
        String said = "echo \"$MH_JOB|$MH_STEP|$MH_TASK|$MH_ITEM|$MH_ATTEMPT|$MH_CPUS\"";
        List<String> lines = mh.run("run", "--", "sh", "-c", said, "x", "{}", ":::", "one", "two")
                .exits(0)
                .lines();
        String job = mh.run("jobs", "-o", "ids").exits(0).out().strip();
        assertThat(lines).isEqualTo(List.of(job + "|sh|1|one|1|1", job + "|sh|2|two|1|1"));
    }

    @Test
    void shouldGiveDirectoriesAndTools() throws Exception {
        String said =
                "test -d \"$MH_OUT\" && test -d \"$MH_IN\" && test -d \"$TMPDIR\" && test -x \"$MH_JAVA\" && test -n \"$MH_NODE\""
                        + " && echo \"$TRACEPARENT\" | grep -Eq '^00-[0-9a-f]{{32}}-[0-9a-f]{{16}}-[0-9a-f]{{2}}$' && pwd";
        Ended ended = mh.run("run", "--", "sh", "-c", said).exits(0);
        assertThat(ended.out().strip()).isEqualTo(mh.work().toString());
    }

    @Test
    void shouldKeepTheKeyOverAttemptsAndDrawAnotherForEachTask() throws Exception {
        mh.script("keyed", "echo \"$MH_KEY\" >>key-$1", "test $(wc -l <key-$1) -ge 2");
        mh.run("run", "--retry", "3", "./keyed", "{}", ":::", "a", "b").exits(0);
        List<String> first = java.nio.file.Files.readAllLines(mh.work().resolve("key-a"));
        List<String> second = java.nio.file.Files.readAllLines(mh.work().resolve("key-b"));
        assertThat(first).hasSize(2).doesNotContain("");
        assertThat(first.get(0)).isEqualTo(first.get(1)).isNotEqualTo(second.get(0));
    }

    private static Set<String> names(Ended ended) {
        return ended.lines().stream().map(line -> line.split("=", 2)[0]).collect(Collectors.toSet());
    }
}
