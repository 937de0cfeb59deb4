package org.manyhands.core.command;

/**
 * Who acts.
 *
 * @param name a user, a node, or {@code leader}
 * @param authenticatedBy how we know: {@code token}, {@code socket} (who made the connection), {@code certificate}, {@code self}
 * @param address from where
 * @param policyRevision the policies that allowed it; 0 while there are none
 */
public record Actor(String name, String authenticatedBy, String address, long policyRevision) {
    /** The control plane itself, acting as the leader. */
    public static final Actor LEADER = new Actor("leader", "self", "", 0);
}
