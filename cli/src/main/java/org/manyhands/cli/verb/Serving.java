package org.manyhands.cli.verb;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.manyhands.cli.node.DataDirectory;
import org.manyhands.cli.node.DataDirectoryException;
import org.manyhands.cli.node.Holder;
import org.manyhands.cli.node.NodeException;
import org.manyhands.cli.node.RunningNode;
import org.manyhands.cli.node.Stay;

/** A node in the foreground, until it is stopped. */
final class Serving {
    private static final long AGAIN_MILLIS = 50;
    /** Tries before a wait is worth a word: a second. */
    private static final long PATIENCE = 20;

    private Serving() {}

    /** Opens a node in a directory that this process holds. */
    interface Opening {
        RunningNode open(DataDirectory.Hold hold) throws NodeException, InterruptedException;
    }

    static int serve(DataDirectory directory, Duration drainLimit, Opening opening)
            throws DataDirectoryException, NodeException, IOException, InterruptedException {
        Optional<DataDirectory.Hold> hold = holdInTurn(directory);
        return hold.isEmpty() ? ExitCode.USAGE : serve(directory, hold.get(), drainLimit, opening);
    }

    /** @param drainLimit how long what runs may go on after a SIGTERM; Ctrl-C, or a second signal, ends it at once */
    static int serve(DataDirectory directory, DataDirectory.Hold hold, Duration drainLimit, Opening opening)
            throws NodeException, IOException, InterruptedException {
        try (RunningNode node = opening.open(hold)) {
            Stop stop = new Stop();
            Interrupts.handle(stop::atOnce);
            Interrupts.onTerminate(stop::inOrder);
            CommandLines.say(node.description() + ", data in " + directory.path() + " (Ctrl-C to stop)");
            directory.lowDisk().ifPresent(CommandLines::say);
            ServiceManager.tell("READY=1");
            boolean drains = stop.await() && !drainLimit.isZero();
            ServiceManager.tell("STOPPING=1");
            if (drains) {
                CommandLines.say("stopping: nothing new starts here, and what runs may end within "
                        + Times.duration(drainLimit.toMillis()) + " (Ctrl-C, or SIGTERM once more, ends it at once)");
                stop.drain(node, drainLimit);
            }
            CommandLines.say("stopping: ending what runs");
        }
        return ExitCode.OK;
    }

    /** A command that holds the directory until its own work is done is waited for; a node is there to stay. */
    static Optional<DataDirectory.Hold> holdInTurn(DataDirectory directory)
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
