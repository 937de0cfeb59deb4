/**
 * The blob store on a local directory.
 *
 * <p>Parts: {@link org.manyhands.store.local.LocalBlobStore} is the door. Small blobs are appended to segment files (
 * {@code SegmentLog} writes, with one sync for all concurrent puts; {@code SegmentScan} recovers), large ones are files of
 * their own ({@code LargeBlobs}). {@code Holdings} is the map of what is where and when it was touched.
 *
 * <pre>
 * DIR/lock                            held while a process has the store open
 * DIR/segments/NUMBER-SALT.seg        small blobs, one after another
 * DIR/large/HEX.blob                  large blobs
 * DIR/tmp/                            unfinished things, emptied at open
 * </pre>
 *
 * <p>A blob is forced, bytes before names, before its put returns. What recovery finds is forced again before it counts, for the
 * process before may have died in between; decision 0015 says how that is proved.
 *
 * <p>Who may depend on it: whoever wires a store role. Readers and writers of blobs use
 * {@link org.manyhands.store.BlobSource} and {@link org.manyhands.store.BlobSink}.
 */
@NullMarked
package org.manyhands.store.local;

import org.jspecify.annotations.NullMarked;
