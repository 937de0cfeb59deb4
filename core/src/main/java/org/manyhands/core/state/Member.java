package org.manyhands.core.state;

import java.util.List;
import org.manyhands.core.Bytes;
import org.manyhands.core.command.Role;

/**
 * A node that belongs to the cluster.
 *
 * @param key SHA-256 of its public key
 * @param token with which it joined; empty for the first member
 * @param addresses where it listens for others, {@code HOST:PORT} each; empty: it does not, or has not said so yet
 */
public record Member(String name, Role role, Bytes key, String token, List<String> addresses) {
    public Member {
        addresses = List.copyOf(addresses);
    }

    public Member at(List<String> where) {
        return new Member(name, role, key, token, where);
    }
}
