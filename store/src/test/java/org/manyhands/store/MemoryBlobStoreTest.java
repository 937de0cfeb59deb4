package org.manyhands.store;

/** The store that other tests use keeps the contract too. */
class MemoryBlobStoreTest extends BlobStoreContract {
    private final MemoryBlobStore store = new MemoryBlobStore();

    @Override
    protected BlobSink sink() {
        return store;
    }

    @Override
    protected BlobSource source() {
        return store;
    }
}
