package org.manyhands.store.local;

/**
 * What a sweep did.
 *
 * @param listed idle blobs that were shown to the reachability predicate
 * @param removedBlobs how many of them were removed
 * @param removedBytes the sum of their sizes
 * @param removedSegments segment files that went, empty or compacted
 */
public record SweepResult(long listed, long removedBlobs, long removedBytes, long removedSegments) {}
