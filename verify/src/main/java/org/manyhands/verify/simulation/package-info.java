/**
 * The seeded simulation: the production classes of the control state, the log's users and the worker's ledger run in a world
 * where only clocks, network, disks and processes are simulated. One seed is one deterministic run.
 *
 * <p>Parts: {@link SimulatedWorld} (virtual time), {@link SimulatedNetwork}, {@link SimulatedLog} (replication),
 * {@link SimulatedControl}, {@link SimulatedWorker}, {@link SimulatedClient}, {@link Faults}, {@link Truth} with its
 * {@link Checker checkers}, and {@link Bug}, what can be made wrong on purpose. {@link Simulation} puts them together.
 */
@NullMarked
package org.manyhands.verify.simulation;

import org.jspecify.annotations.NullMarked;
