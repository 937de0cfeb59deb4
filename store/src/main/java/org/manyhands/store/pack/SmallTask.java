package org.manyhands.store.pack;

import org.manyhands.store.ContentRef;

/**
 * A task that left nothing but a record and a little standard output.
 *
 * @param stdout at most {@link ContentRef#INLINE_BYTES_MAX} bytes
 */
// Handed over once and written; nobody compares them.
@SuppressWarnings("ArrayRecordComponent")
public record SmallTask(TaskKey key, byte[] record, byte[] stdout) {
    public SmallTask {
        if (stdout.length > ContentRef.INLINE_BYTES_MAX) {
            throw new IllegalArgumentException(key + " has " + stdout.length + " bytes of output (expected: at most "
                    + ContentRef.INLINE_BYTES_MAX + ")");
        }
    }
}
