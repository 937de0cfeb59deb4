package org.manyhands.cli.verb;

import java.util.List;
import org.manyhands.cli.client.Cluster;
import org.manyhands.server.api.Amounts;
import org.manyhands.server.api.ResourceView;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(name = "list", description = "Lists what there is so much of in the whole cluster, and what of it is used.")
final class ResourceListVerb extends Verb {
    @Mixin
    private final OutputOptions output = new OutputOptions();

    @Override
    public Integer call() throws Exception {
        try (Cluster cluster = reach()) {
            output.print(new Listing(List.of(cluster.json("GET", "/v1/resources", null, ResourceView[].class))));
        }
        return ExitCode.OK;
    }

    private record Listing(List<ResourceView> resources) implements OutputOptions.Listing {
        @Override
        public Table table() {
            Table table = new Table("RESOURCE", "HAS", "USES");
            resources.forEach(each -> table.row(
                    each.name(), Amounts.of(each.name(), each.amount()), Amounts.of(each.name(), each.used())));
            return table;
        }

        @Override
        public Object json() {
            return resources;
        }

        @Override
        public List<String> ids() {
            return resources.stream().map(ResourceView::name).toList();
        }

        @Override
        public String footer() {
            return resources.isEmpty() ? "none; 'mh resource set licence=5' says that there are five\n" : "";
        }
    }
}
