package org.manyhands.core.command;

import java.util.Locale;

/** What a member of the cluster is for. New roles go to the end. */
public enum Role {
    /** It keeps the replicated state. */
    CONTROL,
    /** It runs tasks. */
    WORKER;

    /** As users write it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
