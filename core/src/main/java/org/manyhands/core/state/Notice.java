package org.manyhands.core.state;

import java.util.Optional;

/**
 * What a job that has ended owes to one of those whom its plan names.
 *
 * @param number of the notification in the plan
 * @param told what became of it; while there is nothing, it is owed
 */
public record Notice(int number, Optional<Told> told) {
    /** One that nobody has told yet. */
    public static Notice owed(int number) {
        return new Notice(number, Optional.empty());
    }

    public boolean owed() {
        return told.isEmpty();
    }
}
