package org.manyhands.cli.verb;

import java.util.concurrent.Callable;
import org.manyhands.cli.client.Reference;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "schedule",
        synopsisSubcommandLabel = "add|list|run|rm",
        description = "Jobs at certain times, in the words of cron. A node that stays ('mh up') makes them.",
        footer = {
            "",
            "Example:",
            "  mh schedule add '0 3 * * *' -f etl.yaml    every night at three",
        })
final class ScheduleVerb implements Callable<Integer> {
    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Shows this help.")
    @SuppressWarnings("UnusedVariable") // picocli asks for it
    private boolean help;

    @Override
    public Integer call() throws UsageException {
        throw new UsageException("schedule: what? (expected: add, list, run or rm)");
    }

    /** The address of one. */
    static String address(String name) {
        return "/v1/schedules/" + Reference.encoded(name);
    }
}
