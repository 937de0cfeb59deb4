package org.manyhands.store.local;

import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.manyhands.store.BlobSink;
import org.manyhands.store.BlobSource;
import org.manyhands.store.BlobStoreContract;

/** The contract, with small segments and a small bound between small and large blobs. */
class LocalBlobStoreTest extends BlobStoreContract {
    private LocalBlobStore store;

    @BeforeEach
    void open() throws IOException {
        store = LocalBlobStore.open(directory.resolve("store"), Stores.settings(64 << 10, 100_000));
    }

    @AfterEach
    void close() throws IOException {
        store.close();
    }

    @Override
    protected BlobSink sink() {
        return store;
    }

    @Override
    protected BlobSource source() {
        return store;
    }
}
