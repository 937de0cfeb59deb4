package org.manyhands.server.blob;

/** On how many stores a blob is. */
public final class Copies {
    private static final int[] WANTED = {1, 1, 2, 2, 3};
    private static final int WANTED_MAX = 3;

    private Copies() {}

    /** On how many it should be. */
    public static int wanted(int stores) {
        return stores < WANTED.length ? WANTED[stores] : WANTED_MAX;
    }

    /**
     * On how many it must be before anybody relies on it: as many as have an entry of the log before it counts, so that a result is
     * never there and its bytes are gone.
     *
     * @param keepers how many keep the log
     */
    public static int required(int keepers) {
        return keepers / 2 + 1;
    }
}
