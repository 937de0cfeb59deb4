package org.manyhands.core.command;

/** How a job ended. */
public enum Verdict {
    /** Every item is ok. */
    OK,
    /** Some item is not. */
    FAILED,
    /** A person ended it. */
    CANCELLED,
    /** A rule ended it. */
    ABORTED
}
