package org.manyhands.core.command;

/** What a member of the cluster is for. New roles go to the end. */
public enum Role {
    /** It keeps the replicated state. */
    CONTROL,
    /** It runs tasks. */
    WORKER
}
