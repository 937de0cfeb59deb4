package org.manyhands.cli.verb;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "node",
        synopsisSubcommandLabel = "list|show",
        description = "The nodes that run tasks: what they have, and what of it is used.")
final class NodeVerb implements Callable<Integer> {
    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Shows this help.")
    @SuppressWarnings("UnusedVariable") // picocli asks for it
    private boolean help;

    @Override
    public Integer call() throws UsageException {
        throw new UsageException("node: what? (expected: list or show)");
    }
}
