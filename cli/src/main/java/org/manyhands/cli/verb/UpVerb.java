package org.manyhands.cli.verb;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.manyhands.cli.dev.DevCluster;
import org.manyhands.cli.dev.DevSize;
import org.manyhands.cli.identity.NodeIdentity;
import org.manyhands.cli.node.DataDirectory;
import org.manyhands.cli.node.Node;
import org.manyhands.cli.node.NodeSettings;
import org.manyhands.cli.node.WorkerNode;
import org.manyhands.cli.spec.Durations;
import org.manyhands.cli.spec.FlagSpec;
import org.manyhands.cli.spec.Sizes;
import org.manyhands.cli.spec.SpecException;
import org.manyhands.core.command.Role;
import org.manyhands.server.leader.Retention;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(name = "up", description = "Starts a node in the foreground: it runs jobs until it is stopped with Ctrl-C.")
final class UpVerb extends Verb {
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
            names = "--name",
            paramLabel = "NAME",
            description = "With --listen, the first time: the name of the node (default: of this machine).")
    private @Nullable String name;

    @Option(
            names = "--dev-cluster",
            paramLabel = "C+W",
            description = {
                "Starts a whole cluster on this machine instead, to try things: so many control nodes and workers, as 3+4,",
                "each a process with a directory of its own below that of the data. Ctrl-C ends them all."
            })
    private @Nullable String devCluster;

    @Mixin
    private final ListenOptions listen = new ListenOptions();

    @Mixin
    private final NodeOptions node = new NodeOptions();

    @Override
    public Integer call() throws Exception {
        if (devCluster != null) {
            return devCluster(devCluster);
        }
        NodeSettings settings = settings();
        DataDirectory directory = directory();
        directory.prepare();
        NodeLog.write(directory.path());
        Optional<NodeIdentity> identity = NodeIdentity.read(directory.path());
        if (identity.isPresent() && identity.get().role() == Role.WORKER) {
            requireWorkerSettings(settings, identity.get());
            return Serving.serve(
                    directory,
                    node.drainLimit(),
                    hold -> WorkerNode.open(directory, hold, identity.get(), settings, Version.TEXT));
        }
        return Serving.serve(directory, node.drainLimit(), hold -> Node.open(directory, hold, settings, Version.TEXT));
    }

    private int devCluster(String text) throws Exception {
        Optional<String> wrong = listen.given()
                .or(() -> Optional.ofNullable(users).map(_ -> "--users"))
                .or(() -> Optional.ofNullable(name).map(_ -> "--name"))
                .or(() -> Optional.ofNullable(keep).map(_ -> "--keep"))
                .or(() -> Optional.ofNullable(keepSize).map(_ -> "--keep-size"));
        if (wrong.isPresent()) {
            throw new UsageException(
                    wrong.get() + " does not go with --dev-cluster, which says that of its nodes itself");
        }
        if (!node.labels().isEmpty()) {
            throw new UsageException("--label would say the same of all nodes of --dev-cluster (expected: mh node label"
                    + " NODE NAME=VALUE, when they are up)");
        }
        DevSize size = size(text);
        node.resources();
        DataDirectory directory = directory();
        directory.prepare();
        NodeLog.write(directory.path());
        return Serving.serve(
                directory,
                Duration.ZERO,
                hold -> DevCluster.open(directory, hold, size, node.port(), node.resourcesText(), CommandLines::say));
    }

    private static DevSize size(String text) throws UsageException {
        try {
            return DevSize.parse(text);
        } catch (IllegalArgumentException bad) {
            throw new UsageException("--dev-cluster: " + bad.getMessage());
        }
    }

    /** What only a control plane can do. */
    private void requireWorkerSettings(NodeSettings settings, NodeIdentity identity) throws UsageException {
        Optional<String> wrong = listen.given()
                .or(() -> settings.users().map(_ -> "--users"))
                .or(() -> Optional.ofNullable(name).map(_ -> "--name"))
                .or(() -> Optional.ofNullable(keep).map(_ -> "--keep"))
                .or(() -> Optional.ofNullable(keepSize).map(_ -> "--keep-size"));
        if (wrong.isPresent()) {
            throw new UsageException(wrong.get() + ": this is the directory of node " + identity.name()
                    + ", which runs tasks for a cluster; only a control node has that");
        }
    }

    private NodeSettings settings() throws SpecException, UsageException {
        return new NodeSettings(
                true,
                node.port(),
                retention(),
                node.resources(),
                node.labels(),
                Optional.ofNullable(users),
                listen.settings(),
                Optional.ofNullable(name),
                node.cacheBytes(),
                node.share());
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
