package org.manyhands.server.control;

import java.util.List;

/**
 * An entry for the log.
 *
 * @param applied the number of the state that it makes, if everything proposed before it is applied and nothing else
 * @param waiters those of its first commands, in order; what follows are commands of the leader's own
 */
// The bytes go to the log as they are; nobody compares proposals by content.
@SuppressWarnings("ArrayRecordComponent")
public record Proposal(byte[] entry, long applied, List<java.util.function.Consumer<Answer>> waiters) {}
