/**
 * Blobs on the stores of all control nodes: as many copies as the loss of stores asks for, read from whichever has one, made anew
 * where one is gone. {@link org.manyhands.server.blob.ClusterStore} puts and reads; {@link org.manyhands.server.blob.Repair} looks
 * after what is there. What they decide is in classes that know no clock and no thread, which the simulation drives:
 * {@link org.manyhands.server.blob.Spreading}, {@link org.manyhands.server.blob.CopyPlan} and
 * {@link org.manyhands.server.blob.Silence}.
 */
@NullMarked
package org.manyhands.server.blob;

import org.jspecify.annotations.NullMarked;
