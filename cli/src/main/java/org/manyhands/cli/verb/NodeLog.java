package org.manyhands.cli.verb;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.ErrorManager;
import java.util.logging.FileHandler;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.manyhands.link.LinkLogging;
import org.manyhands.server.replica.ReplicaLogging;

/** Where the program writes its own log: in the data directory, never on the terminal. */
final class NodeLog {
    private static final int FILE_BYTES_MAX = 4 << 20;
    private static final int FILES_MAX = 4;
    private static final String FORMAT = "%1$tFT%1$tT.%1$tL %4$s %3$s %5$s%6$s%n";

    private NodeLog() {}

    /** A log that cannot be written is told once, in a sentence. */
    private static final class Trouble extends ErrorManager {
        private final AtomicBoolean told = new AtomicBoolean();

        @Override
        public void error(String message, Exception cause, int code) {
            if (!told.getAndSet(true)) {
                CommandLines.say("no log is kept: " + (cause == null ? message : cause.getMessage()));
            }
        }
    }

    static void write(Path data) {
        System.setProperty("java.util.logging.SimpleFormatter.format", FORMAT);
        Logger root = Logger.getLogger("");
        for (Handler handler : root.getHandlers()) {
            root.removeHandler(handler);
        }
        try {
            Path logs = Files.createDirectories(data.resolve("logs"));
            FileHandler handler =
                    new FileHandler(logs.resolve("mh.%g.log").toString(), FILE_BYTES_MAX, FILES_MAX, true);
            handler.setFormatter(new SimpleFormatter());
            handler.setErrorManager(new Trouble());
            root.addHandler(handler);
        } catch (IOException unwritable) {
            CommandLines.say("no log is kept: " + unwritable.getMessage());
        }
        root.setLevel(Level.INFO);
        ReplicaLogging.quiet();
        LinkLogging.quiet();
    }
}
