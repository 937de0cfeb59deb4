package org.manyhands.cli.verb;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.HexFormat;
import org.manyhands.cli.client.Cluster;
import org.manyhands.cli.identity.TokenText;
import org.manyhands.cli.spec.Durations;
import org.manyhands.cli.spec.FlagSpec;
import org.manyhands.link.Endpoint;
import org.manyhands.server.api.Api;
import org.manyhands.server.api.TokenWish;
import org.manyhands.store.Digest;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(name = "create", description = "Makes a token, and prints it: the word for 'mh join' on the other machine.")
final class TokenCreateVerb extends Verb {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Option(
            names = "--role",
            paramLabel = "ROLE",
            description = "What joins with it: worker (default) or control, for 'mh join --role control'.")
    private String role = "worker";

    @Option(names = "--uses", paramLabel = "N", description = "How many nodes may join with it (default: 1).")
    private int uses = 1;

    @Option(names = "--ttl", paramLabel = "TIME", description = "How long it is good (default: 1h, at most 30d).")
    private String ttl = "1h";

    @Override
    public Integer call() throws Exception {
        long ttlMillis = FlagSpec.read("--ttl", ttl, Durations::parse);
        String id = TokenText.newId();
        byte[] secret = TokenText.newSecret();
        try (Cluster cluster = reach()) {
            TokenWish wish = new TokenWish(Digest.of(secret).hex(), role, uses, ttlMillis);
            Api.Listening listening =
                    cluster.json("PUT", "/v1/tokens/" + id, JSON.writeValueAsBytes(wish), Api.Listening.class);
            TokenText text = new TokenText(
                    id,
                    secret,
                    HexFormat.of().parseHex(listening.fingerprint()),
                    listening.addresses().stream().map(Endpoint::parse).toList());
            System.out.println(text.encode());
        }
        return ExitCode.OK;
    }
}
