/** Values of the core as bytes: one encoding for log entries, snapshots and digests. */
@NullMarked
package org.manyhands.core.codec;

import org.jspecify.annotations.NullMarked;
