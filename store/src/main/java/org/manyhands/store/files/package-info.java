/**
 * Files as blobs name them: byte-clean relative paths, modes, links; and their way from and to a disk.
 *
 * <p>Parts: {@link org.manyhands.store.files.FilePath} and {@link org.manyhands.store.files.LinkTarget} are checked when
 * they are made; {@link org.manyhands.store.files.NewFile} is a file to keep, {@link org.manyhands.store.files.FileWalk}
 * finds them; {@link org.manyhands.store.files.FileEntry} is a file that is kept;
 * {@link org.manyhands.store.files.Materializer} writes entries to a disk, never outside its directory.
 *
 * <p>Used by packs and trees, by the worker for what tasks leave, and by the command line.
 */
@NullMarked
package org.manyhands.store.files;

import org.jspecify.annotations.NullMarked;
