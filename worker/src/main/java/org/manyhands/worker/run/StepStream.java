package org.manyhands.worker.run;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.manyhands.store.PartsStream;
import org.manyhands.store.pack.StepCommits;
import org.roaringbitmap.PeekableIntIterator;

/** The standard outputs of the tasks of a step one after another; one is open at a time. */
final class StepStream extends PartsStream {
    private final StepCommits commits;
    private final PeekableIntIterator items;

    StepStream(StepCommits commits, PeekableIntIterator items) {
        this.commits = commits;
        this.items = items;
    }

    @Override
    protected Optional<InputStream> next() throws IOException {
        if (!items.hasNext()) {
            return Optional.empty();
        }
        int item = items.next();
        return Optional.of(commits.find(item)
                .orElseThrow(() -> new IOException("the output of task " + (item + 1) + " is gone"))
                .stdout());
    }

    @Override
    public void close() throws IOException {
        super.close();
        commits.close();
    }
}
