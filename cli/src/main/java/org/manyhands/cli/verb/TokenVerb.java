package org.manyhands.cli.verb;

import picocli.CommandLine.Command;

@Command(
        name = "token",
        synopsisSubcommandLabel = "create|list|revoke",
        description = "Tokens with which other machines join this cluster ('mh join').")
final class TokenVerb extends VerbGroup {}
