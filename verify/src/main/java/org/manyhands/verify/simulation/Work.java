package org.manyhands.verify.simulation;

import java.nio.ByteBuffer;
import org.manyhands.core.Bytes;

/**
 * How the tasks of a step behave; it travels as the step's template.
 *
 * @param hangPermille how many never end by themselves
 * @param timeoutMillis what the worker does about those; 0 is nothing
 */
record Work(int meanMillis, int failPermille, int hangPermille, int timeoutMillis) {
    static final Work SHORT = new Work(10, 0, 0, 0);

    Bytes template() {
        return Bytes.copyOf(ByteBuffer.allocate(4 * Integer.BYTES)
                .putInt(meanMillis)
                .putInt(failPermille)
                .putInt(hangPermille)
                .putInt(timeoutMillis)
                .array());
    }

    static Work of(Bytes template) {
        ByteBuffer buffer = ByteBuffer.wrap(template.toArray());
        return buffer.remaining() == 4 * Integer.BYTES
                ? new Work(buffer.getInt(), buffer.getInt(), buffer.getInt(), buffer.getInt())
                : SHORT;
    }
}
