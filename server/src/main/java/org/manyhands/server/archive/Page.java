package org.manyhands.server.archive;

import org.manyhands.core.codec.Codec;
import org.manyhands.core.state.Job;

/**
 * A job as it ended. Grows at its end only.
 *
 * @param format of what it says; a program refuses one that it does not know
 */
public record Page(int format, Job job) {
    /** Raise it only if older programs must not read it; what is appended to a job they refuse by themselves. */
    public static final int FORMAT = 1;

    private static final Codec<Page> CODEC = Codec.of(Page.class);

    public Page {
        if (format < 1 || format > FORMAT) {
            throw new IllegalArgumentException(
                    "format " + format + " (expected: 1 to " + FORMAT + "; written by a newer version?)");
        }
    }

    public static byte[] encode(Job job) {
        return CODEC.encode(new Page(FORMAT, job));
    }

    /**
     * Reads what {@link #encode} wrote.
     *
     * @throws org.manyhands.core.codec.MalformedException if it is something else
     */
    public static Job decode(byte[] bytes) {
        return CODEC.decode(bytes).job();
    }
}
