package org.manyhands.core.command;

/** What a session should do with a marked item. */
public enum Mark {
    /** Give it back if it has not started. */
    UNSTARTED,
    /** End it. */
    KILL
}
