package org.manyhands.cli.verb;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

final class CommandLinesTest {
    @Test
    void shouldFindEachVerbByTheNameThatItGivesItself() {
        assertThat(CommandLines.root().getSubcommands().keySet()).isEqualTo(CommandLines.VERBS.keySet());
    }

    /** The launchers keep the JVM of any other verb from optimising. */
    @Test
    void shouldStartVerbsThatHoldANodeAsLongLived() throws IOException {
        try (Stream<String> launcher = Files.lines(Path.of("..", "mh"))) {
            String setting = launcher.filter(line -> line.startsWith("node_verbs="))
                    .findFirst()
                    .orElseThrow();
            Set<String> holding = CommandLines.root().getSubcommands().values().stream()
                    .filter(verb -> verb.getCommandSpec().mixins().values().stream()
                            .anyMatch(mixin -> mixin.userObject() instanceof NodeOptions))
                    .map(CommandLine::getCommandName)
                    .collect(Collectors.toSet());
            assertThat(holding).contains("up", "join");
            assertThat(setting.replaceAll("[^a-z ]|node_verbs", "").trim().split(" +"))
                    .containsAll(holding);
        }
    }
}
