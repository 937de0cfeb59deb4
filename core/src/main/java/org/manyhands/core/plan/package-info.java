/**
 * What a submitted job asks for, compiled: the steps, how they depend on each other, what a task needs and when to stop.
 * The words that only a worker reads are in the opaque template of each step.
 */
@NullMarked
package org.manyhands.core.plan;

import org.jspecify.annotations.NullMarked;
