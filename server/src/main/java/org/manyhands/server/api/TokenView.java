package org.manyhands.server.api;

/**
 * A token with which nodes may join.
 *
 * @param state {@code good}, {@code used up}, {@code expired} or {@code revoked}
 * @param usesLeft how many more
 * @param leftMillis how long it is good; 0 or less: its time is over
 */
public record TokenView(String id, String state, String role, int usesLeft, long leftMillis) {}
