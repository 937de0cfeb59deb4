package org.manyhands.cli.verb;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class CommandLinesTest {
    @Test
    void shouldFindEachVerbByTheNameThatItGivesItself() {
        assertThat(CommandLines.root().getSubcommands().keySet()).isEqualTo(CommandLines.VERBS.keySet());
    }
}
