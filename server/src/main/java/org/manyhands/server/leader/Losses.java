package org.manyhands.server.leader;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
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
import org.manyhands.store.pack.TaskKey;
import org.manyhands.wire.TaskRecord;
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
        List<Left> commits = new ArrayList<>();
        for (CommitRef commit : step.commits().values()) {
            commits.add(left(ref, commit, lost, unnamed));
        }
        ItemSet suspects = commits.stream()
                .map(Left::suspects)
                .reduce(ItemSet.EMPTY, ItemSet::or)
                .and(step.ok());
        List<LostResults.Read> reads = new ArrayList<>();
        for (Left left : commits) {
            reads.add(new LostResults.Read(left.commit, left.here, ok(ref, left, suspects), left.gone));
        }
        List<Bytes> packs = LostResults.packs(reads);
        ItemSet items = LostResults.items(step, reads);
        return packs.isEmpty() && items.isEmpty()
                ? Optional.empty()
                : Optional.of(new Command.Invalidate(
                        ref, step.commits().last().map(PersistentMap.Entry::key).orElseThrow(), packs, items));
    }

    /**
     * What stores have of a commit.
     *
     * @param packs those that are there, with items that they may have
     */
    private record Left(CommitRef commit, boolean here, Map<Digest, ItemSet> packs, ItemSet gone) {
        /** Of no other items records need be read. */
        ItemSet suspects() {
            return here ? gone : LostResults.range(commit);
        }
    }

    private Left left(StepRef ref, CommitRef commit, Set<Digest> lost, Set<Digest> unnamed) throws IOException {
        Digest name = Digest.fromBytes(commit.pack().toArray());
        if (lost.contains(name)) {
            unnamed.remove(name);
            return new Left(commit, false, Map.of(), ItemSet.EMPTY);
        }
        if (!commit.index()) {
            return new Left(
                    commit, true, Map.of(name, LostResults.range(commit).andNot(commit.refused())), ItemSet.EMPTY);
        }
        Map<Digest, ItemSet> packs = new LinkedHashMap<>();
        ItemSet gone = ItemSet.EMPTY;
        try (PackIndexReader index = PackIndexReader.open(all, name)) {
            for (PackRange range : index.ranges(ref.job(), ref.step(), commit.first(), commit.last())) {
                ItemSet items = ItemSet.range(range.first(), range.last() + 1);
                if (lost.contains(range.pack())) {
                    unnamed.remove(range.pack());
                    gone = gone.or(items);
                } else {
                    packs.merge(range.pack(), items, ItemSet::or);
                }
            }
        }
        return new Left(commit, true, packs, gone);
    }

    /** Which of these items have a record there that says that they are ok. */
    private ItemSet ok(StepRef ref, Left left, ItemSet items) throws IOException {
        ItemSet ok = ItemSet.EMPTY;
        for (Map.Entry<Digest, ItemSet> pack : left.packs.entrySet()) {
            if (pack.getValue().intersects(items)) {
                ok = ok.or(ok(ref, pack.getKey(), pack.getValue().and(items)));
            }
        }
        return ok;
    }

    private ItemSet ok(StepRef ref, Digest name, ItemSet items) throws IOException {
        IntStream.Builder ok = IntStream.builder();
        try (PackReader pack = PackReader.open(all, name)) {
            TaskKey end = new TaskKey(ref.job(), ref.step(), items.last());
            int i = pack.indexFrom(new TaskKey(ref.job(), ref.step(), items.first()));
            for (; i < pack.size() && pack.key(i).compareTo(end) <= 0; i++) {
                int item = (int) pack.key(i).item();
                if (items.contains(item)
                        && TaskRecord.parseFrom(pack.entry(i).record()).getOutcome() == TaskRecord.Outcome.OK) {
                    ok.add(item);
                }
            }
        }
        return ItemSet.of(ok.build().toArray());
    }
}
