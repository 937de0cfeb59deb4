package org.manyhands.server.link;

import org.manyhands.core.items.ItemSet;
import org.manyhands.core.state.Job;
import org.manyhands.core.state.State;
import org.manyhands.core.state.Step;
import org.manyhands.wire.Receipt;
import org.manyhands.wire.StepResults;

/** Where the results of a step are and what became of its items, as workers and clients read it. */
public final class Results {
    private Results() {}

    /**
     * The results of one step.
     *
     * @param running the items that run, as far as beats tell
     */
    public static StepResults of(State state, Job job, int number, ItemSet running) {
        Step step = job.steps().get(number);
        StepResults.Builder results = StepResults.newBuilder()
                .setApplied(state.applied())
                .setItems(job.plan().steps().get(number).items())
                .setDecided(job.decided())
                .setOk(Holdings.bytes(step.ok()))
                .setFailed(Holdings.bytes(step.failed()))
                .setCancelled(Holdings.bytes(step.cancelled()))
                .setPoison(Holdings.bytes(step.failed().and(step.strikes().items())))
                .setHeld(Holdings.bytes(step.held()))
                .setRunning(Holdings.bytes(running.and(step.held())));
        step.commits().forEach((commitNumber, commit) -> {
            StepResults.CommitRef.Builder ref = StepResults.CommitRef.newBuilder()
                    .setPack(Holdings.bytes(commit.pack()))
                    .setFirst(commit.first())
                    .setLast(commit.last())
                    .setCount(commit.count())
                    .setRefused(Holdings.bytes(commit.refused()))
                    .setIndex(commit.index());
            commit.receipts()
                    .forEach(receipt -> ref.addReceipts(
                            Receipt.newBuilder().addStores(receipt.store()).setBytes(receipt.bytes())));
            results.addCommits(ref);
        });
        return results.build();
    }
}
