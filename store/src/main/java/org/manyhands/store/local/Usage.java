package org.manyhands.store.local;

/**
 * How full a store is.
 *
 * @param blobs how many blobs it holds
 * @param liveBytes the sum of their sizes
 * @param diskBytes what the files take, dead parts of segments included
 */
public record Usage(long blobs, long liveBytes, long diskBytes) {}
