package org.manyhands.server.replica;

import java.util.Optional;

/** The role of a member in its group. */
public sealed interface Leadership {

    /**
     * Elected in this term. Until {@code ready} earlier entries may still be unapplied here, and appends are refused.
     */
    record Leading(long term, boolean ready) implements Leadership {}

    /** Follows, or takes part in an election; the leader is a member's name, if known. */
    record Following(Optional<String> leader) implements Leadership {}

    /** Closed, halted or broken. */
    record Ended() implements Leadership {}
}
