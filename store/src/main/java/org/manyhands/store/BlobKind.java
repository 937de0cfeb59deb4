package org.manyhands.store;

/** What a blob holds; part of its index, so that a tree is never taken for a pack. */
public enum BlobKind {
    /** Plain bytes: a chunk of a large file, or a caller's own content. */
    RAW(0),
    /** Outputs and records of one commit. */
    PACK(1),
    /** A directory listing with its small files. */
    TREE(2),
    /** Which pack holds which item. */
    PACK_INDEX(3),
    /** Byte strings by number. */
    ITEMS(4),
    /** Where the blocks of a file end that lies in chunks. */
    SPLIT(5),
    /** A job that has ended, as the control plane wrote it. */
    JOB(6);

    private final int code;

    BlobKind(int code) {
        this.code = code;
    }

    int code() {
        return code;
    }

    static BlobKind ofCode(int code, Digest blob) throws CorruptBlobException {
        for (BlobKind kind : values()) {
            if (kind.code == code) {
                return kind;
            }
        }
        throw new CorruptBlobException(blob, "index", "kind " + code + " is unknown (expected: 0 to 6)");
    }
}
