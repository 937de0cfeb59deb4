package org.manyhands.core.place;

/**
 * A node as one step sees it.
 *
 * @param trial it is to show with one item if it is well again
 * @param group what it has in common with others, of those over which the step is spread; empty if it is not
 * @param distance how far it is from what the tasks read
 */
record Site(long session, String node, boolean trial, String group, int distance) {}
