package org.manyhands.server.archive;

import java.io.IOException;
import java.nio.file.Path;
import org.manyhands.core.Bytes;
import org.manyhands.core.command.Actor;
import org.manyhands.core.command.Command.ArchiveJob;
import org.manyhands.core.state.Job;
import org.manyhands.core.state.State;
import org.manyhands.server.blob.Receipts;
import org.manyhands.server.control.Control;
import org.manyhands.store.BlobSink;
import org.manyhands.store.SealedBlob;

/** The leader's duty to keep jobs that have ended as pages, beyond the last ones that did. */
public final class Archiver {
    /** No more at once, as there is other work; of a directory from before there were pages many are due. */
    private static final int AT_ONCE_MAX = 100;

    private final Control control;
    private final BlobSink store;
    private final Path spoolDirectory;
    private final int kept;

    /**
     * @param store where pages go
     * @param kept so many jobs that ended last are not archived
     */
    public Archiver(Control control, BlobSink store, Path spoolDirectory, int kept) {
        this.control = control;
        this.store = store;
        this.spoolDirectory = spoolDirectory;
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
        try (SealedBlob page = Pages.seal(job, spoolDirectory)) {
            var receipt = store.putIfAbsent(page);
            var _ = control.submit(
                    Actor.LEADER,
                    new ArchiveJob(job.id(), job.run(), Bytes.copyOf(page.name().toBytes()), Receipts.of(receipt)));
        }
    }
}
