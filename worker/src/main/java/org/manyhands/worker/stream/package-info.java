/**
 * Streams: one process that answers many items, each with its own result.
 *
 * <p>{@code Stream} decides what a process is asked and who is to blame when it dies; {@code Life} is one process from its
 * start to its end, asked batch by batch ({@code Batch}) in a {@code Framing}; {@code Supply} is where items come from and
 * results go. No threads and no I/O here: time comes from outside, bytes come and go through the dialogue of
 * {@code process}.
 */
@NullMarked
package org.manyhands.worker.stream;

import org.jspecify.annotations.NullMarked;
