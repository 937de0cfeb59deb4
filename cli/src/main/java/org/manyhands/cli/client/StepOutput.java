package org.manyhands.cli.client;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.manyhands.core.items.ItemSet;
import org.manyhands.store.BlobSource;
import org.manyhands.store.Digest;
import org.manyhands.store.pack.PackEntry;
import org.manyhands.store.pack.StepCommits;
import org.manyhands.wire.StepResults;
import org.manyhands.wire.TaskRecord;

/** What a step has committed so far, read from the packs. */
public final class StepOutput implements AutoCloseable {
    private final StepCommits commits;
    private StepResults results;

    public StepOutput(BlobSource source, String job, int step, StepResults results) {
        this.results = results;
        commits = new StepCommits(source, Long.parseLong(job), step, commits(results));
    }

    public void update(StepResults newer) {
        results = newer;
        commits.update(commits(newer));
    }

    private static List<StepCommits.Commit> commits(StepResults results) {
        List<StepCommits.Commit> commits = new ArrayList<>();
        for (StepResults.CommitRef ref : results.getCommitsList()) {
            ItemSet refused = ItemSet.ofBytes(ref.getRefused().toByteArray());
            commits.add(new StepCommits.Commit(
                    Digest.fromBytes(ref.getPack().toByteArray()),
                    ref.getIndex(),
                    ref.getFirst(),
                    ref.getLast(),
                    refused::contains));
        }
        return commits;
    }

    public ItemSet ok() {
        return ItemSet.ofBytes(results.getOk().toByteArray());
    }

    public ItemSet failed() {
        return ItemSet.ofBytes(results.getFailed().toByteArray());
    }

    /** Those of the failed ones that nodes died with; they may have no entry. */
    public ItemSet poison() {
        return ItemSet.ofBytes(results.getPoison().toByteArray());
    }

    public ItemSet cancelled() {
        return ItemSet.ofBytes(results.getCancelled().toByteArray());
    }

    public ItemSet held() {
        return ItemSet.ofBytes(results.getHeld().toByteArray());
    }

    public ItemSet running() {
        return ItemSet.ofBytes(results.getRunning().toByteArray());
    }

    public long items() {
        return results.getItems();
    }

    public boolean decided() {
        return results.getDecided();
    }

    /** What the newest counted attempt of an item left; empty if none was counted. */
    public Optional<PackEntry> entry(long item) throws IOException {
        return commits.find(item);
    }

    public static TaskRecord record(PackEntry entry) throws IOException {
        return TaskRecord.parseFrom(entry.record());
    }

    @Override
    public void close() throws IOException {
        commits.close();
    }
}
