package org.manyhands.store;

import java.util.List;

/**
 * The word of one or several stores that a blob is on their disks, given only after the sync.
 *
 * @param stores ids of the stores that hold the blob, at least one
 * @param blob name of the blob
 * @param bytes its size as stored, in bytes
 * @param wallMillis the wall clock of the first of them, milliseconds since 1970
 */
public record Receipt(List<String> stores, Digest blob, long bytes, long wallMillis) {
    public Receipt {
        stores = List.copyOf(stores);
    }
}
