package org.manyhands.server.journal;

import java.io.IOException;
import java.util.NavigableSet;

/** The bytes of the segments of a journal, by number. One thread changes them, any thread reads. */
public interface Segments {
    /** The numbers of the segments that are there. */
    NavigableSet<Long> numbers() throws IOException;

    /** Adds bytes to the end of a segment, making it if need be. Durable only after {@link #force}. */
    void append(long segment, byte[] bytes) throws IOException;

    /** Returns when everything appended so far would survive a power loss. */
    void force() throws IOException;

    /** The bytes of a segment, up to a length; those being appended meanwhile may be there in part. */
    byte[] read(long segment, int bytesMax) throws IOException;

    /** How long a segment is. */
    long bytes(long segment) throws IOException;

    /** Cuts off what is behind the first so many bytes, durably. */
    void truncate(long segment, long bytes) throws IOException;

    /** Removes a segment, durably. */
    void remove(long segment) throws IOException;
}
