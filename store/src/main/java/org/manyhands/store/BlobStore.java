package org.manyhands.store;

/** Takes blobs and gives them back. Safe for concurrent use. */
public interface BlobStore extends BlobSource, BlobSink {}
