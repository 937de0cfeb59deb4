package org.manyhands.core.state;

import java.util.Optional;

/**
 * The newest life of a node: its boot number and tag, and the session that it opened, be it gone or not.
 *
 * @param drain that a person asked for, which outlives the life
 */
public record Node(String name, long boot, long tag, long session, Optional<Drain> drain) {
    public Node withDrain(Optional<Drain> newDrain) {
        return new Node(name, boot, tag, session, newDrain);
    }
}
