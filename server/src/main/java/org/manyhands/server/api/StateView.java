package org.manyhands.server.api;

/**
 * What the replicated state is.
 *
 * @param level by which it is changed, see {@link org.manyhands.core.command.Command.RaiseLevel}
 * @param bytes that a snapshot of it has
 */
public record StateView(long applied, int level, long bytes) {}
