package org.manyhands.worker.lease;

/**
 * An attempt that may start now.
 *
 * @param attempt from 1; one more than the failures charged so far
 * @param run of the job, from 1
 * @param opened the state of the welcome under which it began
 */
public record Start(StepKey step, int item, int attempt, int run, long opened) {}
