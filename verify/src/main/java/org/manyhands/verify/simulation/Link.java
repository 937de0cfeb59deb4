package org.manyhands.verify.simulation;

/** One connection of a worker to a control node; a new one for each hello. */
record Link(long id, SimulatedWorker worker, SimulatedControl control) {}
