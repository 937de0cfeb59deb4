/**
 * Trees: a directory as one blob, with its small files inside and its large ones as chunks.
 *
 * <p>{@link org.manyhands.store.tree.TreeBuilder} makes one, the same on every machine for the same names, modes and bytes;
 * {@link org.manyhands.store.tree.TreeReader} lists it and writes it to a disk.
 */
@NullMarked
package org.manyhands.store.tree;

import org.jspecify.annotations.NullMarked;
