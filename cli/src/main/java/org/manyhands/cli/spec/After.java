package org.manyhands.cli.spec;

/** A step follows another one. */
public record After(String step, Mode mode) {
    /** How the items of the two steps wait for each other. */
    public enum Mode {
        /** Every item waits for all items of the other step. */
        ALL,
        /** Item i waits for item i of the other step. */
        EACH;

        String word() {
            return this == ALL ? "all" : "each";
        }
    }
}
