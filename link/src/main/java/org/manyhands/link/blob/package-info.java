/**
 * Blobs over links, both ends: {@link org.manyhands.link.blob.RemoteBlobs} asks, {@link org.manyhands.link.blob.BlobDesk} answers.
 * Each question is a stream of its own.
 */
@NullMarked
package org.manyhands.link.blob;

import org.jspecify.annotations.NullMarked;
