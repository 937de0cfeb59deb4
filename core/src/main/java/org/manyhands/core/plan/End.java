package org.manyhands.core.plan;

import java.util.Locale;

/** How a job can end, for those who wait for it: one that was aborted by a rule has failed. New ones go to the end. */
public enum End {
    SUCCEEDED,
    FAILED,
    CANCELLED;

    /** As people write and read it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
