package org.manyhands.cli.verb;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.manyhands.cli.identity.NodeIdentity;
import org.manyhands.cli.node.DataDirectory;
import org.manyhands.cli.node.LinkSettings;
import org.manyhands.cli.node.Node;
import org.manyhands.cli.node.NodeSettings;
import org.manyhands.cli.node.WorkerNode;
import org.manyhands.cli.spec.Durations;
import org.manyhands.cli.spec.FlagSpec;
import org.manyhands.cli.spec.Sizes;
import org.manyhands.cli.spec.SpecException;
import org.manyhands.core.command.Role;
import org.manyhands.link.Endpoint;
import org.manyhands.server.identity.ClusterAuthority;
import org.manyhands.server.leader.Retention;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(name = "up", description = "Starts a node in the foreground: it runs jobs until it is stopped with Ctrl-C.")
final class UpVerb extends Verb {
    /** A younger certificate must be had within a third of it. */
    private static final Duration LIFE_MIN = Duration.ofSeconds(15);

    @Option(
            names = "--keep",
            paramLabel = "TIME",
            description = "Forgets jobs that ended longer ago than this, as 30d (default: keeps all).")
    private @Nullable String keep;

    @Option(
            names = "--keep-size",
            paramLabel = "SIZE",
            description = "Forgets the jobs that ended first while the outputs of all are larger than this, as 50G.")
    private @Nullable String keepSize;

    @Option(
            names = "--users",
            paramLabel = "DIR",
            description = {
                "Also serves the other users of this machine, if root starts this: they find the node with --data DIR,",
                "and their tasks run as themselves, in directories below DIR. They see and change their own jobs only."
            })
    private @Nullable Path users;

    @Option(
            names = "--unarchived",
            paramLabel = "JOBS",
            description =
                    "Keeps so many jobs that ended last in memory; older ones are read from the store when they are asked"
                            + " for (default: " + Retention.UNARCHIVED_JOBS + ").")
    private int unarchived = Retention.UNARCHIVED_JOBS;

    @Option(
            names = "--listen",
            paramLabel = "[HOST][:PORT]",
            description = {
                "Also listens for other machines, which join with 'mh token create' here and 'mh join' there: on one address,",
                "or on all with :PORT (default: for this machine only; the port without one: " + Endpoint.PORT_DEFAULT
                        + ")."
            })
    private @Nullable String listen;

    @Option(
            names = "--advertise",
            paramLabel = "HOST[:PORT]",
            description = "With --listen: where the other machines find this one (default: where it listens).")
    private @Nullable String advertise;

    @Option(
            names = "--certificate-life",
            paramLabel = "TIME",
            description =
                    "With --listen: how long certificates of nodes are good; they are renewed in time (default: 30d).")
    private @Nullable String certificateLife;

    @Mixin
    private final NodeOptions node = new NodeOptions();

    @Override
    public Integer call() throws Exception {
        NodeSettings settings = settings();
        DataDirectory directory = directory();
        directory.prepare();
        NodeLog.write(directory.path());
        Optional<NodeIdentity> identity = NodeIdentity.read(directory.path());
        if (identity.isPresent() && identity.get().role() == Role.WORKER) {
            requireWorkerSettings(settings, identity.get());
            return Serving.serve(
                    directory, hold -> WorkerNode.open(directory, hold, identity.get(), settings, Version.TEXT));
        }
        return Serving.serve(directory, hold -> Node.open(directory, hold, settings, Version.TEXT));
    }

    /** What only a control plane can do. */
    private void requireWorkerSettings(NodeSettings settings, NodeIdentity identity) throws UsageException {
        String wrong =
                settings.links().isPresent() ? "--listen" : settings.users().isPresent() ? "--users" : "";
        if (!wrong.isEmpty() || keep != null || keepSize != null) {
            throw new UsageException((wrong.isEmpty() ? "--keep" : wrong) + ": this is the directory of node "
                    + identity.name() + ", which runs tasks for a cluster; only a control node has that");
        }
    }

    private NodeSettings settings() throws SpecException, UsageException {
        return new NodeSettings(
                true,
                node.port(),
                retention(),
                node.resources(),
                Optional.ofNullable(users),
                links(),
                node.cacheBytes());
    }

    private Optional<LinkSettings> links() throws SpecException, UsageException {
        if (listen == null) {
            if (advertise != null || certificateLife != null) {
                throw new UsageException((advertise == null ? "--certificate-life" : "--advertise")
                        + " goes with --listen [HOST][:PORT]");
            }
            return Optional.empty();
        }
        Duration life = certificateLife == null
                ? ClusterAuthority.LIFE_DEFAULT
                : Duration.ofMillis(FlagSpec.read("--certificate-life", certificateLife, Durations::parse));
        if (life.compareTo(LIFE_MIN) < 0) {
            throw new UsageException(
                    "--certificate-life: '" + certificateLife + "' (expected: at least " + LIFE_MIN.toSeconds() + "s)");
        }
        Optional<Endpoint> advertised =
                advertise == null ? Optional.empty() : Optional.of(endpoint("--advertise", advertise));
        return Optional.of(new LinkSettings(endpoint("--listen", listen), advertised, life));
    }

    private static Endpoint endpoint(String flag, String text) throws UsageException {
        try {
            return Endpoint.parse(text);
        } catch (IllegalArgumentException bad) {
            throw new UsageException(flag + ": " + bad.getMessage());
        }
    }

    private Retention retention() throws SpecException, UsageException {
        if (unarchived < 0) {
            throw new UsageException("--unarchived: " + unarchived + " (expected: 0 or more)");
        }
        long millis = keep == null ? Retention.FOREVER.keepMillis() : FlagSpec.read("--keep", keep, Durations::parse);
        long bytes =
                keepSize == null ? Retention.FOREVER.keepBytes() : FlagSpec.read("--keep-size", keepSize, Sizes::parse);
        return new Retention(millis, bytes, unarchived);
    }
}
