package org.manyhands.worker.lease;

/**
 * Rules of the worker that each closed a hole found by simulation. A worker always keeps all of them; the simulation
 * switches them off one by one and must find what then goes wrong.
 */
public enum Rule {
    /** Past its own deadline a node ends its processes and starts nothing until a beat is answered. */
    FENCE_AT_OWN_DEADLINE,
    /** What a step lets stay with a silent node goes on for so long after the deadline. */
    KEEP_WHAT_MAY_STAY,
    /** After that it also waits for a reconcile at or above the state from which the beat was answered. */
    RECONCILE_AFTER_FENCE,
    /** The deadline counts from the sending of the last answered beat, not from its answer. */
    DEADLINE_FROM_SENDING,
    /** An item named in the command in flight is not started, whatever reconcile says. */
    IN_FLIGHT_IS_NOT_STARTED,
    /** A reconcile from a state below what was already seen is not obeyed. */
    OLD_ORDERS_ARE_IGNORED,
    /** A repeated command keeps its number. */
    REPEATS_KEEP_THEIR_NUMBER
}
