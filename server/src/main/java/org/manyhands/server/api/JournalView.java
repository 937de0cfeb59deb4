package org.manyhands.server.api;

import java.util.List;

/**
 * How much of what happened is kept, and whether it is whole.
 *
 * @param bytes of all segments
 * @param sinceMillis milliseconds since 1970, of the oldest line; 0 if there is none
 * @param damages a sentence for each place where something is missing
 */
public record JournalView(
        long segments, long segmentsMax, long bytes, long bytesMax, long sinceMillis, List<String> damages) {}
