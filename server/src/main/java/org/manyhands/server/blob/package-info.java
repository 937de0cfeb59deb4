/**
 * Blobs on the stores of all control nodes: as many copies as the loss of stores asks for, read from whichever has one, made anew
 * where one is gone. {@link org.manyhands.server.blob.ClusterStore} puts and reads; {@link org.manyhands.server.blob.Repair} looks
 * after what is there.
 */
@NullMarked
package org.manyhands.server.blob;

import org.jspecify.annotations.NullMarked;
