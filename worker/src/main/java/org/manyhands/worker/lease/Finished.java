package org.manyhands.worker.lease;

/** An attempt that ended and is not committed yet. */
public record Finished(Start start, Result result) {}
