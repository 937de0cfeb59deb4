package org.manyhands.cli.verb;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;
import org.manyhands.cli.node.NodeSettings;
import org.manyhands.cli.spec.Durations;
import org.manyhands.cli.spec.FlagSpec;
import org.manyhands.cli.spec.NodeLabels;
import org.manyhands.cli.spec.NodeResources;
import org.manyhands.cli.spec.Sizes;
import org.manyhands.cli.spec.SpecException;
import org.manyhands.link.Endpoint;
import picocli.CommandLine.Option;

/** What every node that runs tasks can be told. */
final class NodeOptions {
    @Option(
            names = "--port",
            paramLabel = "N",
            description = "The loopback port of the API (default: any that is free).")
    private int port;

    @Option(
            names = "--resources",
            paramLabel = "NAME=AMOUNT,...",
            description = {
                "What tasks may use here at once, as cpu=4,memory=8G,scratch=100G,licence=2; devices by name, as gpu=[0,1].",
                "(default: all cores, memory, disk and GPUs of NVIDIA that are found)"
            })
    private @Nullable String resources;

    @Option(
            names = "--label",
            paramLabel = "NAME=VALUE",
            description =
                    "What this node is like, for --where of jobs, as zone=eu; until it is stopped. May be repeated.")
    private List<String> labels = new ArrayList<>();

    @Option(
            names = "--cache-size",
            paramLabel = "SIZE",
            description = "Keeps so much of the inputs of tasks for the tasks to come (default: 10G).")
    private @Nullable String cacheSize;

    @Option(
            names = "--share",
            paramLabel = "[HOST][:PORT]",
            description = {
                "Where a worker gives other workers the inputs that it has read, so that not all come to the control nodes:",
                "on one address, or on all with :PORT; off: nowhere (default: on all, wherever a port is free)."
            })
    private @Nullable String share;

    @Option(
            names = "--drain-limit",
            paramLabel = "TIME",
            description = {
                "At SIGTERM, how long what runs may go on before it is ended and goes elsewhere (default: 30s).",
                "Ctrl-C ends it at once."
            })
    private String drainLimit = "30s";

    /** Between a SIGTERM and the end of what still runs. */
    Duration drainLimit() throws SpecException {
        return Duration.ofMillis(FlagSpec.read("--drain-limit", drainLimit, Durations::parse));
    }

    int port() {
        return port;
    }

    NodeResources resources() throws SpecException {
        return resources == null ? NodeResources.NONE : FlagSpec.read("--resources", resources, NodeResources::parse);
    }

    SortedMap<String, String> labels() throws SpecException {
        return FlagSpec.read("--label", "", _ -> NodeLabels.parse(labels));
    }

    /** As it was said; empty if it was not. */
    String resourcesText() {
        return resources == null ? "" : resources;
    }

    Optional<Endpoint> share() throws UsageException {
        if (share == null) {
            return NodeSettings.SHARE_DEFAULT;
        }
        return share.equals("off") ? Optional.empty() : Optional.of(ListenOptions.endpoint("--share", share));
    }

    long cacheBytes() throws SpecException {
        return cacheSize == null
                ? NodeSettings.CACHE_BYTES_DEFAULT
                : FlagSpec.read("--cache-size", cacheSize, Sizes::parse);
    }
}
