/**
 * What {@code where:} of steps means: expressions of CEL over the labels of nodes. {@link Expressions} is the only way in;
 * {@code server.control} asks it for the placer, {@code server.api} before a job is taken. Nobody else names dev.cel.
 */
@NullMarked
package org.manyhands.server.where;

import org.jspecify.annotations.NullMarked;
