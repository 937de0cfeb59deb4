package org.manyhands.server.leader;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.manyhands.core.Bytes;
import org.manyhands.core.StepRef;
import org.manyhands.core.command.Actor;
import org.manyhands.core.command.Command;
import org.manyhands.core.items.ItemSet;
import org.manyhands.core.maps.PersistentMap;
import org.manyhands.core.state.CommitRef;
import org.manyhands.core.state.Job;
import org.manyhands.core.state.State;
import org.manyhands.core.state.Step;
import org.manyhands.server.control.Control;
import org.manyhands.store.BlobSource;
import org.manyhands.store.Digest;
import org.manyhands.store.pack.PackIndexReader;
import org.manyhands.store.pack.PackRange;
import org.manyhands.store.pack.PackReader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The leader's duty to tell the machine of packs that no store has any more. */
final class Losses {
    private static final Logger LOG = LoggerFactory.getLogger(Losses.class);

    private final Control control;
    private final BlobSource all;

    /** @param all where what is left is read */
    Losses(Control control, BlobSource all) {
        this.control = control;
        this.all = all;
    }

    /**
     * Has made again, or fails, what was in them.
     *
     * @param lost blobs that no store has
     * @throws IOException if something of what is left cannot be read now
     */
    void tell(Set<Digest> lost) throws IOException, InterruptedException {
        if (lost.isEmpty()) {
            return;
        }
        Set<Digest> unnamed = new HashSet<>(lost);
        State state = control.root();
        for (Job job : state.jobs().values()) {
            for (int number = 0; number < job.steps().size(); number++) {
                Optional<Command.Invalidate> found =
                        found(job.ref(number), job.steps().get(number), lost, unnamed);
                if (found.isPresent()) {
                    LOG.warn(
                            "Of step {} {} results are lost with their packs.",
                            job.ref(number),
                            found.get().items().size());
                    var _ = control.submit(Actor.LEADER, found.get());
                }
            }
        }
        if (!unnamed.isEmpty()) {
            LOG.warn(
                    "{} blobs that are needed are on no store, among them {}.",
                    unnamed.size(),
                    unnamed.iterator().next());
        }
    }

    private Optional<Command.Invalidate> found(StepRef ref, Step step, Set<Digest> lost, Set<Digest> unnamed)
            throws IOException {
        if (step.commits().isEmpty()) {
            return Optional.empty();
        }
        List<LostResults.Read> reads = new ArrayList<>();
        for (CommitRef commit : step.commits().values()) {
            reads.add(read(ref, commit, lost, unnamed));
        }
        List<Bytes> packs = LostResults.packs(reads);
        ItemSet items = LostResults.items(step, reads);
        return packs.isEmpty() && items.isEmpty()
                ? Optional.empty()
                : Optional.of(new Command.Invalidate(
                        ref, step.commits().last().map(PersistentMap.Entry::key).orElseThrow(), packs, items));
    }

    private LostResults.Read read(StepRef ref, CommitRef commit, Set<Digest> lost, Set<Digest> unnamed)
            throws IOException {
        Digest name = Digest.fromBytes(commit.pack().toArray());
        if (lost.contains(name)) {
            unnamed.remove(name);
            return new LostResults.Read(commit, false, ItemSet.EMPTY, ItemSet.EMPTY);
        }
        if (commit.index()) {
            return readIndex(ref, commit, name, lost, unnamed);
        }
        try (PackReader pack = PackReader.open(all, name)) {
            int[] items = pack.keys(ref.job(), ref.step(), commit.first(), commit.last()).stream()
                    .mapToInt(key -> (int) key.item())
                    .toArray();
            return new LostResults.Read(commit, true, ItemSet.of(items).andNot(commit.refused()), ItemSet.EMPTY);
        }
    }

    private LostResults.Read readIndex(
            StepRef ref, CommitRef commit, Digest name, Set<Digest> lost, Set<Digest> unnamed) throws IOException {
        ItemSet there = ItemSet.EMPTY;
        ItemSet gone = ItemSet.EMPTY;
        try (PackIndexReader index = PackIndexReader.open(all, name)) {
            for (PackRange range : index.ranges(ref.job(), ref.step(), commit.first(), commit.last())) {
                ItemSet items = ItemSet.range(range.first(), range.last() + 1);
                if (lost.contains(range.pack())) {
                    unnamed.remove(range.pack());
                    gone = gone.or(items);
                } else {
                    there = there.or(items);
                }
            }
        }
        return new LostResults.Read(commit, true, there, gone);
    }
}
