package org.manyhands.cli.verb;

import picocli.CommandLine.Command;

@Command(name = "resume", description = "Lets paused jobs go on.")
final class ResumeVerb extends JobsChange {
    ResumeVerb() {
        super("resume");
    }
}
