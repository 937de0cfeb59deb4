/**
 * Packs: the outputs and records of one commit in one blob, and the index that stands for many packs.
 *
 * <p>Parts: {@link org.manyhands.store.pack.PackBuilder} and {@link org.manyhands.store.pack.PackReader}, whose
 * {@link org.manyhands.store.pack.PackEntry} is one task; {@link org.manyhands.store.pack.PackIndexBuilder} and
 * {@link org.manyhands.store.pack.PackIndexReader} say which pack holds which task. Records are opaque bytes here.
 *
 * <p>Workers write packs; whoever shows results reads them.
 */
@NullMarked
package org.manyhands.store.pack;

import org.jspecify.annotations.NullMarked;
