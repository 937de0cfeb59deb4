package org.manyhands.core.command;

/** The reason codes of a failed item. New ones go to the end. */
public enum FailureReason {
    /** It ended with another exit code than 0. */
    EXIT,
    /** A signal ended it. */
    SIGNAL,
    /** It ran longer than its timeout. */
    TIMED_OUT,
    /** It needed more memory than it asked for. */
    OOM,
    /** It could not be started: no such command, not executable, no such directory, an unreadable input. */
    NOT_STARTED,
    /** It wrote more than its output limit. */
    OUTPUT_LIMIT,
    /** All copies of its result are gone. */
    OUTPUT_LOST,
    /** The process of a stream did not answer it, answered it twice, or said that it failed. */
    ANSWER,
    /** It took more of the disk than there is for it. */
    DISK,
    /** It was running when so many nodes died that it is taken for the cause. */
    POISON
}
