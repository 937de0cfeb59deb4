package org.manyhands.core.state;

import java.util.List;
import org.manyhands.core.Bytes;
import org.manyhands.core.command.Receipt;
import org.manyhands.core.command.Verdict;

/**
 * A job that has ended and is kept as a page: what is needed of it without reading that.
 *
 * @param key with which it was submitted
 * @param run the last one
 * @param name what people call it
 * @param verdict how that run ended
 * @param endedWallMillis when, in milliseconds since 1970
 * @param page the blob that has the job as it ended
 * @param receipts where the page was put
 */
public record Archived(
        long id,
        Bytes key,
        int run,
        String name,
        Verdict verdict,
        long endedWallMillis,
        Bytes page,
        List<Receipt> receipts) {
    public Archived {
        receipts = List.copyOf(receipts);
    }

    /** What a page takes the place of; the job has ended. */
    public static Archived of(Job job, Phase.Decided end, Bytes page, List<Receipt> receipts) {
        return new Archived(
                job.id(), job.key(), job.run(), job.plan().name(), end.verdict(), end.wallMillis(), page, receipts);
    }
}
