package org.manyhands.server.api;

/**
 * How much somebody wants the whole cluster to have of something.
 *
 * @param amount in thousandths
 */
public record ResourceWish(long amount) {}
