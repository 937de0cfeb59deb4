package org.manyhands.server.api;

import java.io.IOException;
import java.io.InputStream;

/** Where requests of the API can be answered. */
@FunctionalInterface
public interface Upstream {
    /** What was answered; the body is read by the caller. */
    record Answer(int status, String contentType, InputStream body) {}

    /**
     * Asks.
     *
     * @param target path and query
     * @param user who asks
     * @param bytes of the body; 0: there is none
     * @throws IOException if nobody answered: what was asked may or may not have been done
     */
    Answer ask(String method, String target, String user, long bytes, InputStream body)
            throws IOException, InterruptedException;
}
