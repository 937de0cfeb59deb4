package org.manyhands.cli.verb;

import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.manyhands.cli.node.DataDirectory;
import org.manyhands.cli.node.Node;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(name = "up", description = "Starts a node in the foreground: it runs jobs until it is stopped with Ctrl-C.")
final class UpVerb extends Verb {
    @Option(
            names = "--port",
            paramLabel = "N",
            description = "The loopback port of the API (default: any that is free).")
    private int port;

    @Override
    public Integer call() throws Exception {
        DataDirectory directory = directory();
        directory.prepare();
        NodeLog.write(directory.path());
        Optional<DataDirectory.Hold> hold = directory.hold();
        if (hold.isEmpty()) {
            CommandLines.say("another mh holds '" + directory.path() + "'; it is the node already");
            return ExitCode.USAGE;
        }
        try (Node node = Node.open(directory, hold.get(), true, port, Version.TEXT)) {
            CountDownLatch stop = new CountDownLatch(1);
            Interrupts.handle(stop::countDown);
            Interrupts.onTerminate(stop::countDown);
            CommandLines.say("node " + org.manyhands.cli.node.Machine.name() + " is up: " + node.address()
                    + ", data in " + directory.path() + " (Ctrl-C to stop)");
            stop.await();
            CommandLines.say("stopping: ending what runs");
        }
        return ExitCode.OK;
    }
}
