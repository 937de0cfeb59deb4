package org.manyhands.cli.verb;

import picocli.CommandLine.Command;

@Command(
        name = "node",
        synopsisSubcommandLabel = "list|show|label|drain|remove",
        description = "The nodes that run tasks: what they have and are like, and what of it is used.")
final class NodeVerb extends VerbGroup {}
