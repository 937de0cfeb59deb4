/**
 * A large file cut into blocks at the ends of its lines, each of which a task reads alone.
 *
 * <p>{@link org.manyhands.store.split.Splitter} reads a file once ({@link org.manyhands.store.split.Compressed} sees through
 * gzip and zstd), puts its content into chunk blobs and keeps where each block ends
 * ({@link org.manyhands.store.split.SplitBuilder}); {@link org.manyhands.store.split.SplitReader} gives single blocks. A million
 * blocks cost 8 MB of positions before compression, not a million blobs. Used by cli and worker; server follows its references.
 */
@NullMarked
package org.manyhands.store.split;

import org.jspecify.annotations.NullMarked;
