package org.manyhands.core.state;

import org.manyhands.core.Bytes;
import org.manyhands.core.command.Role;

/**
 * A node that belongs to the cluster.
 *
 * @param key SHA-256 of its public key
 * @param token with which it joined; empty for the first member
 */
public record Member(String name, Role role, Bytes key, String token) {}
