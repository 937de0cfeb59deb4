package org.manyhands.server.replica;

import java.util.logging.Level;
import java.util.logging.Logger;

/** Ratis tells its whole life at level INFO; a program for people wants its warnings only. */
public final class ReplicaLogging {
    /** Held here, as java.util.logging forgets the level of a logger that nobody references. */
    private static final Logger RATIS = Logger.getLogger("org.apache.ratis");

    /** It says of each member that is away ten times a second that it is. */
    private static final Logger APPENDER = Logger.getLogger("org.apache.ratis.server.leader.LogAppender");

    private ReplicaLogging() {}

    /** Sets Ratis, with the gRPC and Netty inside it, to WARNING, where SLF4J is bound to java.util.logging. */
    public static void quiet() {
        RATIS.setLevel(Level.WARNING);
        APPENDER.setLevel(Level.SEVERE);
    }
}
