package org.manyhands.server.control;

/** Rules of the proposer. It always keeps them; the simulation switches them off and must find what then goes wrong. */
public enum Rule {
    /** After an entry that may not be in the log, the head starts again from what is applied. */
    HEAD_STARTS_AGAIN,
    /** When an entry is applied that nobody waited for any more, the head starts again too. */
    HEAD_FOLLOWS_LATE_ENTRIES,
    /** A command that needs a level which is not committed stays out of the log, as some member may not be able to read it. */
    COMMANDS_WAIT_FOR_THEIR_LEVEL,
    /** When the time of a drain is over, what still runs there is wanted back. */
    DRAINS_HAVE_AN_END
}
