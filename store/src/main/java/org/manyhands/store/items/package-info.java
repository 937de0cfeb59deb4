/**
 * Item lists: byte strings by number, as a blob that is written as a stream and read at random.
 *
 * <p>{@link org.manyhands.store.items.ItemListBuilder} writes, {@link org.manyhands.store.items.ItemListReader} reads.
 */
@NullMarked
package org.manyhands.store.items;

import org.jspecify.annotations.NullMarked;
