/**
 * The durable, replicated log of the control plane, behind a port of bytes.
 *
 * <p>Purpose: what {@link org.manyhands.server.replica.ReplicatedLog#append} reports as applied survives {@code kill -9}
 * and power loss, and every member applies the same entries in the same order.
 *
 * <p>Parts: the port ({@link org.manyhands.server.replica.ReplicatedLog},
 * {@link org.manyhands.server.replica.Replicated} and their values); {@link org.manyhands.server.replica.RatisLog}, the
 * implementation over Apache Ratis; what guards its directory (identity, watermark, ballast, inspection before start).
 *
 * <p>This is the only package that may import {@code org.apache.ratis}. It knows bytes, not commands, and depends on no
 * other package of the project.
 */
@NullMarked
package org.manyhands.server.replica;

import org.jspecify.annotations.NullMarked;
