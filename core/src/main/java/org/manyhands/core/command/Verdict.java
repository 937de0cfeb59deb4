package org.manyhands.core.command;

import org.manyhands.core.plan.End;

/** How a job ended. */
public enum Verdict {
    /** Every item is ok. */
    OK,
    /** Some item is not. */
    FAILED,
    /** A person ended it. */
    CANCELLED,
    /** A rule ended it. */
    ABORTED;

    /** What that is to those who wait for the end. */
    public End end() {
        return switch (this) {
            case OK -> End.SUCCEEDED;
            case FAILED, ABORTED -> End.FAILED;
            case CANCELLED -> End.CANCELLED;
        };
    }
}
