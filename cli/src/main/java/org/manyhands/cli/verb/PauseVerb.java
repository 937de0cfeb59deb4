package org.manyhands.cli.verb;

import picocli.CommandLine.Command;

@Command(name = "pause", description = "Gives no more tasks of jobs to nodes; tasks that have started go on.")
final class PauseVerb extends JobsChange {
    PauseVerb() {
        super("pause");
    }
}
