package org.manyhands.worker.lease;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.roaringbitmap.RoaringBitmap;

/** Item sets as they travel. */
public final class ItemBits {
    private ItemBits() {}

    public static RoaringBitmap read(ByteString bytes) {
        RoaringBitmap items = new RoaringBitmap();
        if (!bytes.isEmpty()) {
            try {
                items.deserialize(bytes.asReadOnlyByteBuffer());
            } catch (IOException broken) {
                throw new IllegalArgumentException("not an item set: " + bytes.size() + " bytes", broken);
            }
        }
        return items;
    }

    /** Canonical: equal sets give equal bytes. The set itself is left as it is. */
    public static ByteString write(RoaringBitmap items) {
        if (items.isEmpty()) {
            return ByteString.EMPTY;
        }
        RoaringBitmap canonical = items.clone();
        canonical.removeRunCompression();
        canonical.runOptimize();
        ByteBuffer buffer = ByteBuffer.allocate(canonical.serializedSizeInBytes());
        canonical.serialize(buffer);
        buffer.flip();
        return ByteString.copyFrom(buffer);
    }
}
