package org.manyhands.store.local;

/**
 * The bounds of a local store.
 *
 * @param id what receipts name
 * @param segmentBytes a segment file that has reached this size is followed by another
 * @param largeBlobBytes a blob larger than this is a file of its own
 * @param blobBytesMax the largest blob taken
 * @param storeBytesMax the sum of all blobs kept
 * @param freeBytesMin a put that would leave less on the disk is refused
 */
public record StoreSettings(
        String id, long segmentBytes, int largeBlobBytes, long blobBytesMax, long storeBytesMax, long freeBytesMin) {
    public static final long SEGMENT_BYTES = 64L << 20;
    public static final int LARGE_BLOB_BYTES = 8 << 20;
    public static final long BLOB_BYTES_MAX = 256L << 30;
    public static final long FREE_BYTES_MIN = 256L << 20;

    private static final int LARGE_BLOB_BYTES_MAX = 64 << 20;

    public StoreSettings {
        require(!id.isEmpty(), "id", "\"\"", "a name");
        require(segmentBytes > 0, "segmentBytes", segmentBytes, "> 0");
        require(
                largeBlobBytes > 0 && largeBlobBytes <= LARGE_BLOB_BYTES_MAX,
                "largeBlobBytes",
                largeBlobBytes,
                "1 to " + LARGE_BLOB_BYTES_MAX);
        require(blobBytesMax > 0, "blobBytesMax", blobBytesMax, "> 0");
        require(storeBytesMax > 0, "storeBytesMax", storeBytesMax, "> 0");
        require(freeBytesMin >= 0, "freeBytesMin", freeBytesMin, ">= 0");
    }

    public static StoreSettings defaults(String id) {
        return new StoreSettings(id, SEGMENT_BYTES, LARGE_BLOB_BYTES, BLOB_BYTES_MAX, Long.MAX_VALUE, FREE_BYTES_MIN);
    }

    private static void require(boolean holds, String name, Object value, String expected) {
        if (!holds) {
            throw new IllegalArgumentException(name + ": " + value + " (expected: " + expected + ")");
        }
    }
}
