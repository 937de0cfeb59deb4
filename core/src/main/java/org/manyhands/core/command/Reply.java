package org.manyhands.core.command;

import java.util.List;

/** What a command is answered. Refusals are values; a bug is an exception. New replies go to the end. */
public sealed interface Reply {

    /** It was applied. */
    record Done() implements Reply {}

    /** It was not, and the state is as before. */
    record Refused(RefusalCode code, String sentence) implements Reply {}

    /** The session, and the number that its next command must have. */
    record Opened(long session, long nextSeq) implements Reply {}

    /** The job, and whether an earlier submit with the same key had already made it. */
    record Submitted(long job, boolean known) implements Reply {}

    /** A commit or release was applied to what was held; these items were not. */
    record Counted(long nextSeq, List<ReleasePart> notHeld) implements Reply {
        public Counted {
            notHeld = List.copyOf(notHeld);
        }
    }

    /** The number of the command is not the session's next one. */
    record OutOfSequence(long nextSeq) implements Reply {}

    /** The session is gone. */
    record Ended() implements Reply {}

    /** Not now: the same command again later. */
    record Busy(String sentence) implements Reply {}
}
