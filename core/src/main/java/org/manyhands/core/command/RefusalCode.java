package org.manyhands.core.command;

/** Why a command was refused. New codes go to the end. */
public enum RefusalCode {
    /** The key of a submit is older than the memory of removed jobs. */
    STALE_KEY,
    /** The key of a submit belongs to a job that was removed. */
    JOB_REMOVED,
    NO_SUCH_JOB,
    NO_SUCH_STEP,
    /** The job is not in a state in which this can be done. */
    WRONG_PHASE,
    /** A node with a lower boot number, or with another tag: an old or copied data directory. */
    WRONG_BOOT,
    /** A grant of items that are not ready, to a session that takes none, or beyond what it has. */
    NOT_GRANTABLE,
    /** A retry of items whose dependents are running. */
    DEPENDENTS_HELD,
    /** The state is at one of its bounds. */
    LIMIT,
    /** A value in the command is out of range. */
    INVALID,
    NO_SUCH_SCHEDULE,
    /** Another schedule has the name. */
    NAME_TAKEN,
    /** The schedule is not due at the time that was named: it has fired already, or is another one. */
    NOT_DUE,
    /** Nobody is to be told of this any more: it is recorded already, or the job runs again. */
    NOT_OWED,
    /** The job is archived: its results are kept, but nothing of it changes any more. */
    ARCHIVED,
    /** The state is at a lower level than the command needs: some member does not know it yet. */
    LEVEL,
    /** No token of this id has this secret, or it was revoked. */
    NO_SUCH_TOKEN,
    /** The time of the token is over. */
    TOKEN_EXPIRED,
    /** As many nodes as may have joined with the token. */
    TOKEN_USED_UP,
    /** The token, or the place of the first member, is for nodes of another role. */
    WRONG_ROLE,
    /** No member has this name. */
    NO_SUCH_NODE,
    /** The node is no member of the cluster, or not with the key that it has. */
    NOT_MEMBER,
    /** Without this member the cluster would have no control node. */
    LAST_CONTROL,
    /** The cluster as a whole has nothing of this name. */
    NO_SUCH_RESOURCE
}
