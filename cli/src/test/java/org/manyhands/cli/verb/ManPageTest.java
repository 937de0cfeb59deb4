package org.manyhands.cli.verb;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

final class ManPageTest {
    private final CommandSpec program = CommandLines.root().getCommandSpec();
    private final String page = ManPage.of(program, "mh 1.2");

    @Test
    void shouldDescribeEveryVerbAndEachOfItsOptions() {
        List<String> missing = new ArrayList<>();
        for (CommandLine verb : program.subcommands().values()) {
            String part = part(verb.getCommandName());
            for (OptionSpec option : verb.getCommandSpec().options()) {
                String term = "\n.TP\n.B " + String.join(", ", option.names()).replace("-", "\\-");
                if (!part.contains(term)) {
                    missing.add(verb.getCommandName() + " " + option.longestName());
                }
            }
        }
        assertThat(missing).isEmpty();
    }

    @Test
    void shouldSayItsVersionAndHowEachVerbIsWritten() {
        assertThat(page).startsWith(".TH MH 1 \"\" \"mh 1.2\"\n");
        assertThat(part("run")).contains("mh run [OPTIONS] COMMAND [ARG...] [::: ITEM...]");
    }

    @Test
    void shouldDescribeTheVerbsOfAVerb() {
        assertThat(part("schedule")).contains("add|list|run|rm");
        assertThat(part("schedule add")).contains("mh schedule add 'CRON' [OPTIONS] FILE.yaml", "\\-\\-overlap");
        assertThat(part("schedule rm")).contains("Removes schedules.");
    }

    @Test
    void shouldKeepTextFromBeingReadAsRequests() {
        CommandSpec odd = CommandSpec.create().name("odd");
        odd.usageMessage().description(".so /etc/passwd", "'br", "a\\b -x 5%%");
        assertThat(ManPage.of(odd, "1"))
                .contains("\n\\&.so /etc/passwd\n", "\n\\&'br\n", "\na\\eb \\-x 5%\n")
                .doesNotContain("\n.so", "\n'br");
    }

    private String part(String verb) {
        int begin = page.indexOf("\n.SS " + verb + "\n");
        assertThat(begin).as("the part of " + verb).isNotNegative();
        int end = page.indexOf("\n.S", begin + 1);
        return page.substring(begin, end);
    }
}
