package org.manyhands.server.api;

/**
 * How large the replicated state is.
 *
 * @param bytes that a snapshot of it has
 */
public record StateView(long applied, long bytes) {}
