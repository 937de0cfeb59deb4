package org.manyhands.server.replica;

import java.util.Optional;
import java.util.UUID;

/** With whom a member keeps its log. */
public sealed interface Group {
    /** The way to the others. */
    Peers peers();

    /** The group that lets this member in, where it was in none before. */
    Optional<UUID> joining();

    /** With nobody, ever: it need not wait for votes. */
    record Alone() implements Group {
        @Override
        public Peers peers() {
            return Peers.NONE;
        }

        @Override
        public Optional<UUID> joining() {
            return Optional.empty();
        }
    }

    /**
     * With whom it will be told by the log.
     *
     * @param peers the way to the others
     * @param joining the group that lets this member in, where it was in none before; empty: it was in it, or begins it
     */
    record Shared(Peers peers, Optional<UUID> joining) implements Group {}
}
