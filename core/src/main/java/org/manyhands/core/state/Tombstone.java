package org.manyhands.core.state;

import org.manyhands.core.Bytes;

/** The key of a job that was removed by the entry numbered {@code applied}. */
public record Tombstone(Bytes key, long applied) {}
