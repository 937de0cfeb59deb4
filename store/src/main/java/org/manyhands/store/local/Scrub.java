package org.manyhands.store.local;

import java.io.IOException;
import java.util.Collections;
import java.util.Iterator;
import org.manyhands.store.Blob;
import org.manyhands.store.BlobMissingException;
import org.manyhands.store.Digest;

/** Reads every blob of a store again, a little at a time, so that a copy is known to be damaged before it is needed. */
public final class Scrub {
    private final LocalBlobStore store;
    private Iterator<Digest> pass = Collections.emptyIterator();

    public Scrub(LocalBlobStore store) {
        this.store = store;
    }

    /** Begins with the first blob again. */
    public void begin() {
        pass = store.list().iterator();
    }

    /**
     * Reads on, until so many bytes are read or the pass is over; a blob is read whole.
     *
     * @return how many were read; 0 when the pass is over
     */
    public long read(long bytesMax) {
        long read = 0;
        while (read < bytesMax && pass.hasNext()) {
            read += read(pass.next());
        }
        return read;
    }

    private long read(Digest name) {
        try (Blob blob = store.open(name)) {
            blob.verify();
            return blob.storedBytes();
        } catch (BlobMissingException removed) {
            return 0;
        } catch (IOException damaged) {
            store.suspect(name);
            return 1;
        }
    }
}
