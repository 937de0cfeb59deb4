package org.manyhands.cli.verb;

import picocli.CommandLine.Command;

@Command(name = "cluster", synopsisSubcommandLabel = "recover", description = "The cluster as a whole.")
final class ClusterVerb extends VerbGroup {}
