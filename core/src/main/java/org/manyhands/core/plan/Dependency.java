package org.manyhands.core.plan;

/** A step waits for an earlier step. */
public sealed interface Dependency {
    /** The number of the earlier step. */
    int step();

    /** Item i waits for item i of the earlier step; both have the same number of items. */
    record Each(int step) implements Dependency {}

    /** Every item waits until all items of the earlier step are ok. */
    record All(int step) implements Dependency {}
}
