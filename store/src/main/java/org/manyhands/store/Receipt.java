package org.manyhands.store;

/**
 * A store's word that a blob is on its disk, given only after the sync.
 *
 * @param store id of the store that holds the blob
 * @param blob name of the blob
 * @param bytes its size as stored, in bytes
 * @param wallMillis the store's wall clock, milliseconds since 1970
 */
public record Receipt(String store, Digest blob, long bytes, long wallMillis) {}
