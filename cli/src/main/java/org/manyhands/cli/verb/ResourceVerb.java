package org.manyhands.cli.verb;

import picocli.CommandLine.Command;

@Command(
        name = "resource",
        synopsisSubcommandLabel = "list|set|rm",
        description = "What there is so much of in the whole cluster, whichever nodes use it: licences, say.")
final class ResourceVerb extends VerbGroup {}
