package org.manyhands.server.control;

import java.util.Optional;
import org.manyhands.core.command.Envelope;
import org.manyhands.wire.Beat;
import org.manyhands.wire.BeatAnswer;

/** The way from a control node that follows to the one that leads. Safe for concurrent use. */
public interface LeaderLink {
    /** Of a control node that is alone. */
    LeaderLink NONE = new LeaderLink() {
        @Override
        public Answer submit(Optional<String> leader, Envelope command) {
            return new Answer.Refused("this control node does not lead");
        }

        @Override
        public Optional<BeatAnswer> beat(String leader, Beat beat) {
            return Optional.empty();
        }
    };

    /**
     * Has the leader bring a command into the log; blocks until it has answered.
     *
     * @param leader the member that leads, as far as this one knows; empty: whoever can be reached is asked to hand it on
     */
    Answer submit(Optional<String> leader, Envelope command) throws InterruptedException;

    /** Has the leader answer a beat; blocks until then. Empty: it did not. */
    Optional<BeatAnswer> beat(String leader, Beat beat) throws InterruptedException;
}
