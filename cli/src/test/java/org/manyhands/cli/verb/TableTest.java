package org.manyhands.cli.verb;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class TableTest {
    @Test
    void shouldMakeColumnsAsWideAsTheirWidestCell() {
        assertThat(new Table("ID", "NAME").row(1, "long name").row(1000, "x").toString())
                .isEqualTo("ID    NAME\n1     long name\n1000  x\n");
    }

    @Test
    void shouldKeepARowOnItsLineAndInItsColumns() {
        assertThat(new Table("A", "B", "C")
                        .row("red\t1", "two\nlines", "\u001b[2J")
                        .toString())
                .isEqualTo("A      B          C\nred 1  two lines   [2J\n");
    }
}
