package org.manyhands.core.state;

import org.manyhands.core.command.Verdict;

/** Where a job stands. */
public sealed interface Phase {
    /** Items may be granted. */
    record Running() implements Phase {}

    /** Nothing more is granted, what is held is being ended: by a person, or by a rule of the job. */
    record Cancelling(boolean byRule, String reason, String actor) implements Phase {}

    /** Nothing is held and nothing is ready. */
    record Decided(Verdict verdict, String reason, long ticks, long wallMillis) implements Phase {}
}
