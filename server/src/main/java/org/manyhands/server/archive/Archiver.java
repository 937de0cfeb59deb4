package org.manyhands.server.archive;

import java.io.IOException;
import java.util.List;
import org.manyhands.core.Bytes;
import org.manyhands.core.command.Actor;
import org.manyhands.core.command.Command.ArchiveJob;
import org.manyhands.core.command.Receipt;
import org.manyhands.core.state.Job;
import org.manyhands.core.state.State;
import org.manyhands.server.control.Control;
import org.manyhands.store.SealedBlob;
import org.manyhands.store.local.LocalBlobStore;

/** The leader's duty to keep jobs that have ended as pages, beyond the last ones that did. */
public final class Archiver {
    /** No more at once, as there is other work; of a directory from before there were pages many are due. */
    private static final int AT_ONCE_MAX = 100;

    private final Control control;
    private final LocalBlobStore store;
    private final int kept;

    /** @param kept so many jobs that ended last are not archived */
    public Archiver(Control control, LocalBlobStore store, int kept) {
        this.control = control;
        this.store = store;
        this.kept = kept;
    }

    /**
     * Archives what is due, or the first of it.
     *
     * @throws IOException if a page cannot be written; its job stays as it is
     */
    public void archive() throws IOException, InterruptedException {
        State state = control.root();
        if (state.level() < ArchiveJob.LEVEL) {
            return;
        }
        for (Job job : Ended.beyond(state, kept).stream().limit(AT_ONCE_MAX).toList()) {
            archive(job);
        }
    }

    private void archive(Job job) throws IOException, InterruptedException {
        try (SealedBlob page = Pages.seal(job, store.spoolDirectory())) {
            var receipt = store.putIfAbsent(page);
            var _ = control.submit(
                    Actor.LEADER,
                    new ArchiveJob(
                            job.id(),
                            job.run(),
                            Bytes.copyOf(page.name().toBytes()),
                            List.of(new Receipt(receipt.store(), receipt.bytes()))));
        }
    }
}
