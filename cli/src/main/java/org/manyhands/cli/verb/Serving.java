package org.manyhands.cli.verb;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
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

    static int serve(DataDirectory directory, Opening opening)
            throws DataDirectoryException, NodeException, IOException, InterruptedException {
        Optional<DataDirectory.Hold> hold = holdInTurn(directory);
        return hold.isEmpty() ? ExitCode.USAGE : serve(directory, hold.get(), opening);
    }

    static int serve(DataDirectory directory, DataDirectory.Hold hold, Opening opening)
            throws NodeException, IOException, InterruptedException {
        try (RunningNode node = opening.open(hold)) {
            CountDownLatch stop = new CountDownLatch(1);
            Interrupts.handle(stop::countDown);
            Interrupts.onTerminate(stop::countDown);
            CommandLines.say(node.description() + ", data in " + directory.path() + " (Ctrl-C to stop)");
            directory.lowDisk().ifPresent(CommandLines::say);
            ServiceManager.tell("READY=1");
            stop.await();
            ServiceManager.tell("STOPPING=1");
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
