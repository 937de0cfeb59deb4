package org.manyhands.server.control;

import java.util.List;

/**
 * An entry for the log.
 *
 * @param waiters those of its first commands, in order; what follows are commands of the leader's own
 */
public record Proposal(byte[] entry, List<java.util.function.Consumer<Answer>> waiters) {}
