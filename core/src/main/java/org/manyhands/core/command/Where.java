package org.manyhands.core.command;

import org.manyhands.core.items.ItemSet;

/** Which settled items are retried. */
public sealed interface Where {
    /** All that failed, of every step. */
    record Failed() implements Where {}

    /** All that failed or were cancelled, of every step. */
    record FailedOrCancelled() implements Where {}

    /** These of one step, also those that were ok. */
    record Items(int step, ItemSet items) implements Where {}
}
