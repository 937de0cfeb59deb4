package org.manyhands.server.api;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Where requests of the API can be answered. */
@FunctionalInterface
public interface Upstream {
    /** What was answered; the body is read by the caller. */
    record Answer(int status, String contentType, InputStream body) {
        /** Nobody can say whether it was done, and why. */
        public static Answer none(String sentence) {
            ApiException unknown = ApiException.unknown(sentence);
            return new Answer(
                    unknown.status(), "application/json", new ByteArrayInputStream(Request.problem(sentence)));
        }
    }

    /**
     * What is asked.
     *
     * @param target path and query
     * @param user who asks
     * @param hops how many nodes have passed it on
     * @param bytes of the body; 0: there is none
     */
    record Question(String method, String target, String user, int hops, long bytes, InputStream body) {}

    /**
     * Asks.
     *
     * @throws IOException if nobody answered: what was asked may or may not have been done
     */
    Answer ask(Question question) throws IOException, InterruptedException;
}
