package org.manyhands.server.blob;

import java.util.OptionalInt;
import java.util.Set;

/** Whom to ask next to take a blob, and when that is enough. Knows nothing of clocks and threads. One thread at a time. */
public final class Spreading {
    private final int places;
    private final int wanted;
    private final int required;
    private int asked;
    private int answered;
    private int taken;
    private boolean another;
    private boolean settled;

    /**
     * Begins.
     *
     * @param places how many may be asked, the best first
     * @param wanted on how many it should be
     * @param required on how many it must be
     */
    public Spreading(int places, int wanted, int required, Set<Rule> rules) {
        this.places = places;
        this.wanted = wanted;
        this.required = rules.contains(Rule.PUT_WAITS_FOR_ENOUGH) ? required : 1;
    }

    /** The number of the place to ask now, from 0; empty if none is. */
    public OptionalInt next() {
        if (asked == places || taken >= wanted || (taken + waiting() >= wanted && !another)) {
            return OptionalInt.empty();
        }
        another = false;
        return OptionalInt.of(asked++);
    }

    /** Somebody who was asked has it, or refuses it. */
    public void heard(boolean took) {
        answered++;
        taken += took ? 1 : 0;
    }

    /** Nobody who was asked has answered for a while: another one is asked too, or what is there has to do. */
    public void slow() {
        another = asked < places;
        settled |= !another && enough();
    }

    /** Whether nothing is waited for any more. */
    public boolean over() {
        return taken >= wanted || settled || (waiting() == 0 && asked == places);
    }

    /** Whether it is where it must be. */
    public boolean enough() {
        return taken >= required;
    }

    private int waiting() {
        return asked - answered;
    }
}
