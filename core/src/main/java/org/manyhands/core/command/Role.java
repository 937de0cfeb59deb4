package org.manyhands.core.command;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a member of the cluster is for. New roles go to the end. */
public enum Role {
    /** It keeps the replicated state. */
    CONTROL,
    /** It runs tasks. */
    WORKER;

    /** The role that users write so; empty if there is none. */
    public static Optional<Role> of(String word) {
        return Arrays.stream(values()).filter(role -> role.word().equals(word)).findFirst();
    }

    /** As users write it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
