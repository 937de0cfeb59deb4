package org.manyhands.core.state;

/**
 * A person wants a node to be empty: it gets nothing new, gives back what has not started, and finishes the rest.
 *
 * @param by who
 * @param reason for people; may be empty
 * @param sinceWallMillis when it was asked for, milliseconds since 1970
 * @param endTicks when what still runs there is ended, to run elsewhere; {@value #NEVER} is never
 */
public record Drain(String by, String reason, long sinceWallMillis, long endTicks) {
    public static final long NEVER = 0;

    /** Whether what runs there must end by now. */
    public boolean over(long ticks) {
        return endTicks != NEVER && ticks >= endTicks;
    }
}
