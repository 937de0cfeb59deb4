package org.manyhands.cli.node;

/** How long a process means to hold a data directory. */
public enum Stay {
    /** Until it is stopped: the node that others are clients of. */
    LASTING,
    /** Until its own work is done. */
    PASSING
}
