package org.manyhands.server.api;

/**
 * What there is so much of in the whole cluster.
 *
 * @param amount in thousandths
 * @param used by the tasks that run, or may at any moment
 */
public record ResourceView(String name, long amount, long used) {}
