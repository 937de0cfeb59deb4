package org.manyhands.cli.verb;

import java.util.List;
import org.manyhands.cli.client.Reference;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(name = "revoke", description = "Nobody joins with these tokens any more; nodes that have joined stay.")
final class TokenRevokeVerb extends Verb {
    @Parameters(paramLabel = "TOKEN", arity = "1..*", description = "As 'mh token list' shows them.")
    private List<String> tokens = List.of();

    @Override
    public Integer call() throws Exception {
        return delete(
                tokens, token -> "/v1/tokens/" + Reference.encoded(token), token -> "token " + token + " revoked");
    }
}
