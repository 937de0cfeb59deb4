package org.manyhands.server.control;

import org.manyhands.core.command.Reply;

/** What became of a submitted command. */
public sealed interface Answer {
    /** It is committed and was applied; the state numbered {@code applied} contains it. */
    record Applied(Reply reply, long applied) implements Answer {}

    /**
     * It never entered the log.
     *
     * @param passing whether it may be taken if it is asked again soon
     */
    record Refused(String sentence, boolean passing) implements Answer {
        public Refused(String sentence) {
            this(sentence, true);
        }
    }

    /** Nobody can say whether it was or will be applied: ask again, with the same key or number. */
    record Unknown(String cause) implements Answer {}
}
