package org.manyhands.worker.lease;

import org.roaringbitmap.RoaringBitmap;

/**
 * An attempt that ended and is not committed yet, or attempts of one step that a stream answered together.
 *
 * @param start the attempt; the first of many
 * @param result how each of them ended; the duration is that of all together
 * @param items their items, not to be changed
 */
public record Finished(Start start, Result result, RoaringBitmap items) {
    public Finished(Start start, Result result) {
        this(start, result, RoaringBitmap.bitmapOf(start.item()));
    }
}
