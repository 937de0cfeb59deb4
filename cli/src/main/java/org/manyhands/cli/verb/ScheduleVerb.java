package org.manyhands.cli.verb;

import org.manyhands.cli.client.Reference;
import picocli.CommandLine.Command;

@Command(
        name = "schedule",
        synopsisSubcommandLabel = "add|list|run|rm",
        description = "Jobs at certain times, in the words of cron. A node that stays ('mh up') makes them.",
        footer = {
            "",
            "Example:",
            "  mh schedule add '0 3 * * *' -f etl.yaml    every night at three",
        })
final class ScheduleVerb extends VerbGroup {
    /** The address of one. */
    static String address(String name) {
        return "/v1/schedules/" + Reference.encoded(name);
    }
}
