package org.manyhands.verify.simulation;

import org.manyhands.core.Bytes;

/**
 * One connection of a worker to a control node; a new one for each hello.
 *
 * @param key which the worker proved to have when it was made
 */
record Link(long id, SimulatedWorker worker, SimulatedControl control, Bytes key) {}
