package org.manyhands.cli.verb;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.manyhands.cli.node.DataDirectory;
import org.manyhands.cli.node.DataDirectoryException;
import org.manyhands.cli.node.Holder;
import org.manyhands.cli.node.Node;
import org.manyhands.cli.node.NodeSettings;
import org.manyhands.cli.node.Stay;
import org.manyhands.cli.spec.Durations;
import org.manyhands.cli.spec.FlagSpec;
import org.manyhands.cli.spec.NodeResources;
import org.manyhands.cli.spec.Sizes;
import org.manyhands.cli.spec.SpecException;
import org.manyhands.server.leader.Retention;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(name = "up", description = "Starts a node in the foreground: it runs jobs until it is stopped with Ctrl-C.")
final class UpVerb extends Verb {
    private static final long AGAIN_MILLIS = 50;
    /** Tries before a wait is worth a word: a second. */
    private static final long PATIENCE = 20;

    @Option(
            names = "--port",
            paramLabel = "N",
            description = "The loopback port of the API (default: any that is free).")
    private int port;

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
            names = "--resources",
            paramLabel = "NAME=AMOUNT,...",
            description = {
                "What tasks may use here at once, as cpu=4,memory=8G,scratch=100G,licence=2; devices by name, as gpu=[0,1].",
                "(default: all cores, memory, disk and GPUs of NVIDIA that are found)"
            })
    private @Nullable String resources;

    @Option(
            names = "--cache-size",
            paramLabel = "SIZE",
            description = "Keeps so much of the inputs of tasks for the tasks to come (default: 10G).")
    private @Nullable String cacheSize;

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

    @Override
    public Integer call() throws Exception {
        NodeSettings settings = settings();
        DataDirectory directory = directory();
        directory.prepare();
        NodeLog.write(directory.path());
        Optional<DataDirectory.Hold> hold = holdInTurn(directory);
        if (hold.isEmpty()) {
            return ExitCode.USAGE;
        }
        try (Node node = Node.open(directory, hold.get(), settings, Version.TEXT)) {
            CountDownLatch stop = new CountDownLatch(1);
            Interrupts.handle(stop::countDown);
            Interrupts.onTerminate(stop::countDown);
            CommandLines.say("node " + org.manyhands.cli.node.Machine.name() + " is up: " + node.address()
                    + ", data in " + directory.path() + " (Ctrl-C to stop)");
            directory.lowDisk().ifPresent(CommandLines::say);
            ServiceManager.tell("READY=1");
            stop.await();
            ServiceManager.tell("STOPPING=1");
            CommandLines.say("stopping: ending what runs");
        }
        return ExitCode.OK;
    }

    private NodeSettings settings() throws SpecException, UsageException {
        return new NodeSettings(
                true,
                port,
                retention(),
                resources == null ? NodeResources.NONE : FlagSpec.read("--resources", resources, NodeResources::parse),
                Optional.ofNullable(users),
                cacheSize == null
                        ? NodeSettings.CACHE_BYTES_DEFAULT
                        : FlagSpec.read("--cache-size", cacheSize, Sizes::parse));
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

    /** A command that holds the directory until its own work is done is waited for; a node is there to stay. */
    private static Optional<DataDirectory.Hold> holdInTurn(DataDirectory directory)
            throws DataDirectoryException, IOException, InterruptedException {
        long told = 0;
        for (long tries = 0; ; tries++) {
            Optional<DataDirectory.Hold> hold = directory.hold(Stay.LASTING);
            if (hold.isPresent()) {
                return hold;
            }
            Optional<Holder> holder = directory.holder();
            if (holder.isPresent() && holder.get().stay() == Stay.LASTING) {
                CommandLines.say("process " + holder.get().process() + " holds '" + directory.path()
                        + "' and is its node already; stop it first, or name another directory with --data");
                return Optional.empty();
            }
            if (holder.isPresent() && tries >= PATIENCE && told != holder.get().process()) {
                told = holder.get().process();
                CommandLines.say("process " + told + " holds '" + directory.path()
                        + "' until its own work is done; waiting for it (Ctrl-C to give up)");
            }
            Thread.sleep(AGAIN_MILLIS);
        }
    }
}
