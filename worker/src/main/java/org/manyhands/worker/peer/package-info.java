/**
 * What workers give each other: {@link org.manyhands.worker.peer.PeerBlobs} reads large blobs piece by piece, from other workers where
 * the control node says so; {@link org.manyhands.worker.peer.Pieces} keeps them; {@link org.manyhands.worker.peer.PeerDesk} gives them.
 */
@NullMarked
package org.manyhands.worker.peer;

import org.jspecify.annotations.NullMarked;
