/**
 * Blobs: immutable framed bytes, named by the SHA-256 of their index, verified on every read.
 *
 * <p>Parts: {@link org.manyhands.store.Digest} names a blob; {@link org.manyhands.store.BlobBuilder} makes one in memory or
 * in a spool file; {@link org.manyhands.store.BlobSink} takes it and answers with a
 * {@link org.manyhands.store.Receipt}; {@link org.manyhands.store.BlobSource} gives a verified
 * {@link org.manyhands.store.Blob} back; a {@link org.manyhands.store.BlobStore} is both. {@link org.manyhands.store.ContentWriter} and
 * {@link org.manyhands.store.ContentReader} hold file content inside a blob or, above 1 MiB, as chunks beside it.
 * Subpackages hold what is built of blobs (packs, trees, item lists) and the store on local disk.
 *
 * <p>What survives a power loss is written by {@link org.manyhands.store.AppendedFile}, {@link org.manyhands.store.DurableFile} and
 * {@link org.manyhands.store.DurableDirectory}, here and by others.
 *
 * <p>Who may depend on it: worker, server, cli, verify. It depends on no other module.
 */
@NullMarked
package org.manyhands.store;

import org.jspecify.annotations.NullMarked;
