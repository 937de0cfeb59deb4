/**
 * The deterministic machine: everything the control nodes agree on, as pure functions over immutable values.
 *
 * <p>{@code plan} is what a job asks for, {@code command} what can be asked of the state and what it answers, {@code state}
 * the replicated state itself, {@code machine} the one function that changes it, {@code place} the pure function that
 * decides what runs where, {@code journal} what is written down of it. {@code items}, {@code maps} and {@code codec} are what these are made of.
 *
 * <p>Nothing here reads a clock, a file, a random number or the order of a hash table; {@code PurityTest} refuses the
 * build otherwise. This module knows no other module.
 */
@NullMarked
package org.manyhands.core;

import org.jspecify.annotations.NullMarked;
