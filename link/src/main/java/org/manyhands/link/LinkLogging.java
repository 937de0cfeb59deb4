package org.manyhands.link;

import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;

/** What gRPC and Netty may write into the log: each connection of a port scanner would be a page of it. */
public final class LinkLogging {
    /** Held, as loggers that nobody holds are forgotten with their levels. */
    private static final List<Logger> LOUD = List.of(Logger.getLogger("io.grpc"), Logger.getLogger("io.netty"));

    private LinkLogging() {}

    /** Lets only warnings through. */
    public static void quiet() {
        LOUD.forEach(logger -> logger.setLevel(Level.WARNING));
    }
}
