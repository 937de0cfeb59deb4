package org.manyhands.cli.verb;

import java.util.List;
import org.manyhands.cli.client.Cluster;
import org.manyhands.server.api.TokenView;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "list",
        description = "Lists the tokens with which nodes may join, and those of late that are good no more.")
final class TokenListVerb extends Verb {
    @Mixin
    private final OutputOptions output = new OutputOptions();

    @Override
    public Integer call() throws Exception {
        try (Cluster cluster = reach()) {
            output.print(new Listing(List.of(cluster.json("GET", "/v1/tokens", null, TokenView[].class))));
        }
        return ExitCode.OK;
    }

    private record Listing(List<TokenView> tokens) implements OutputOptions.Listing {
        @Override
        public Table table() {
            Table table = new Table("TOKEN", "STATE", "ROLE", "USES LEFT", "TIME LEFT");
            for (TokenView token : tokens) {
                table.row(
                        token.id(),
                        token.state(),
                        token.role(),
                        token.usesLeft(),
                        token.leftMillis() <= 0 ? "-" : Times.duration(token.leftMillis()));
            }
            return table;
        }

        @Override
        public Object json() {
            return tokens;
        }

        @Override
        public List<String> ids() {
            return tokens.stream().map(TokenView::id).toList();
        }
    }
}
