package org.manyhands.cli.verb;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import org.manyhands.cli.client.Cluster;
import org.manyhands.cli.client.Reference;
import org.manyhands.cli.spec.FlagSpec;
import org.manyhands.cli.spec.ResourceAmount;
import org.manyhands.server.api.Amounts;
import org.manyhands.server.api.ResourceWish;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "set",
        description = {
            "Says how much there is of something in the whole cluster. Tasks whose step asks for it, as 'resources: {NAME: 1}',",
            "wait while all of it is in use, on whichever nodes; 0 lets none of them begin.",
            "",
            "Example: mh resource set licence=5"
        })
final class ResourceSetVerb extends Verb {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Parameters(paramLabel = "NAME=AMOUNT", arity = "1..*", description = "As licence=5.")
    private List<String> amounts = List.of();

    @Override
    public Integer call() throws Exception {
        List<ResourceAmount> parsed = new ArrayList<>();
        for (String each : amounts) {
            parsed.add(FlagSpec.read("NAME=AMOUNT", each, ResourceAmount::parse));
        }
        try (Cluster cluster = reach()) {
            for (ResourceAmount each : parsed) {
                ResourceWish wish = new ResourceWish(each.amount());
                var _ = cluster.request(
                        "PUT", "/v1/resources/" + Reference.encoded(each.resource()), JSON.writeValueAsBytes(wish));
                System.out.println(
                        "the cluster has " + each.resource() + " " + Amounts.of(each.resource(), each.amount()));
            }
        }
        return ExitCode.OK;
    }
}
