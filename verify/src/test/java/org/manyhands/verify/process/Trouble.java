package org.manyhands.verify.process;

import java.util.Locale;

/**
 * Something that happens to a node for a while.
 *
 * @param begin milliseconds since the storm began
 * @param end the same
 * @param whom a node, or {@value #LEADER}: whoever leads when it begins
 * @param with whom its wire is cut; empty: with all
 */
record Trouble(int begin, int end, Kind kind, String whom, String with) {
    static final String LEADER = "the leader";

    enum Kind {
        /** kill -9, and a new start at the end. */
        KILL,
        /** SIGSTOP, and SIGCONT at the end. */
        STAND,
        /** Nothing reaches it. */
        DEAF,
        /** Nothing of it reaches others. */
        MUTE,
        /** Both. */
        CUT
    }

    boolean isCut() {
        return kind == Kind.DEAF || kind == Kind.MUTE || kind == Kind.CUT;
    }

    @Override
    public String toString() {
        return "%6.1f s to %6.1f s: %s %s%s"
                .formatted(
                        begin / 1e3,
                        end / 1e3,
                        kind.toString().toLowerCase(Locale.ROOT),
                        whom,
                        with.isEmpty() ? "" : " from " + with);
    }
}
