package org.manyhands.server.replica;

import java.io.IOException;

/** The way from a member to the others of its group. Safe for concurrent use. */
@FunctionalInterface
public interface Peers {
    /** There are no others. */
    Peers NONE = (to, _, _) -> {
        throw new IOException("There is no way to the member '" + to + "': this one is alone.");
    };

    /** What a member asks another. */
    enum Call {
        VOTE,
        APPEND,
        SNAPSHOT,
        ELECT,
        READ_INDEX,
        /** Whether it is there. */
        HELLO
    }

    /** A member as others ask it. */
    interface End {
        /**
         * Answers another member; blocks until then.
         *
         * @throws IOException if this member cannot answer now
         */
        byte[] answer(Call call, byte[] request) throws IOException, InterruptedException;
    }

    /**
     * Has a member answer, with what its {@link RatisLog#answer} returns; blocks until then.
     *
     * @throws IOException if it did not answer: it may or may not have heard the call
     */
    byte[] ask(String to, Call call, byte[] request) throws IOException;
}
