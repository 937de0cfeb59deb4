package org.manyhands.store.items;

import java.io.IOException;
import java.nio.file.Path;
import org.manyhands.store.BlobBuilder;
import org.manyhands.store.BlobKind;
import org.manyhands.store.BlobRefusedException;
import org.manyhands.store.ByteWriter;
import org.manyhands.store.SealedBlob;

/**
 * Writes an item list. Content: length and bytes of each value. Application part: number of items and of blocks; for each
 * block of about {@link #BLOCK_BYTES} its items and bytes. Not for concurrent use.
 */
public final class ItemListBuilder implements AutoCloseable {
    /** The longest value. */
    public static final int ITEM_BYTES_MAX = 1 << 20;

    /** Values that are read together. */
    static final int BLOCK_BYTES = 32 << 10;

    private static final int FRAME_BYTES = 256 << 10;

    private final BlobBuilder blob;
    private final ByteWriter blocks = new ByteWriter();
    private final ByteWriter block = new ByteWriter(2 * BLOCK_BYTES);
    private int blockItems;
    private int blockCount;
    private long size;

    public ItemListBuilder(Path spoolDirectory) {
        blob = new BlobBuilder(BlobKind.ITEMS, FRAME_BYTES, spoolDirectory);
    }

    /** Adds the next value; throws {@link BlobRefusedException} if it exceeds {@link #ITEM_BYTES_MAX}. */
    public void add(byte[] value) throws IOException {
        if (value.length > ITEM_BYTES_MAX) {
            throw new BlobRefusedException(
                    BlobRefusedException.Reason.TOO_LARGE,
                    "item " + size + " has " + value.length + " bytes (limit: " + ITEM_BYTES_MAX
                            + "): put it into a file and let the item name it");
        }
        if (blockItems > 0 && block.size() + value.length > BLOCK_BYTES) {
            endBlock();
        }
        block.string(value);
        blockItems++;
        size++;
    }

    public long size() {
        return size;
    }

    private void endBlock() throws IOException {
        if (blockItems == 0) {
            return;
        }
        blocks.number(blockItems).number(block.size());
        blob.write(block.toBytes());
        block.clear();
        blockItems = 0;
        blockCount++;
    }

    public SealedBlob seal() throws IOException {
        endBlock();
        return blob.seal(new ByteWriter()
                .number(size)
                .number(blockCount)
                .raw(blocks.toBytes())
                .toBytes());
    }

    /** Drops what was not sealed. */
    @Override
    public void close() throws IOException {
        blob.close();
    }
}
