package org.manyhands.verify.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.manyhands.core.Bytes;
import org.manyhands.core.StepRef;
import org.manyhands.core.command.Command.Invalidate;
import org.manyhands.core.items.ItemSet;
import org.manyhands.core.maps.PersistentMap;
import org.manyhands.core.state.CommitRef;
import org.manyhands.core.state.Job;
import org.manyhands.core.state.State;
import org.manyhands.core.state.Step;
import org.manyhands.server.leader.LostResults;

/** What one life of a leader makes of packs that are gone, which it finds after a while, and may tell of late. */
final class Losses {
    private static final int LATE_PERMILLE = 300;
    private static final int SOON_MILLIS = 300;
    /** Long enough for a result to be made again in between. */
    private static final int LATE_MILLIS = 20_000;

    private final SimulatedControl me;
    private final SimulatedStore store;
    private final Results results;
    private boolean atWork;

    Losses(SimulatedControl me, SimulatedStore store) {
        this.me = me;
        this.store = store;
        results = new Results(store);
    }

    void begin(State state, Consumer<Invalidate> taker) {
        if (atWork) {
            return;
        }
        for (Job job : state.jobs().values()) {
            for (int number = 0; number < job.steps().size(); number++) {
                Step step = job.steps().get(number);
                if (store.lostOf(step)) {
                    atWork = true;
                    Invalidate invalidate = invalidate(job.ref(number), step, store::lost);
                    Dice dice = me.world().dice();
                    long millis = dice.between(5, dice.permille(LATE_PERMILLE) ? LATE_MILLIS : SOON_MILLIS);
                    me.after(millis, "loss", () -> {
                        taker.accept(invalidate);
                        atWork = false;
                    });
                    return;
                }
            }
        }
    }

    /** Tells of blobs that are known to be lost; of what else cannot be read somebody will tell later. */
    void tell(State state, Set<Bytes> lost, Consumer<Invalidate> taker) {
        for (Job job : state.jobs().values()) {
            for (int number = 0; number < job.steps().size(); number++) {
                Step step = job.steps().get(number);
                boolean concerned = step.commits().values().stream().anyMatch(commit -> lost.contains(commit.pack()));
                boolean unread = step.commits().values().stream()
                        .anyMatch(commit -> store.lost(commit.pack()) && !lost.contains(commit.pack()));
                if (concerned && !unread) {
                    me.world().counts().count("store", "loss told");
                    taker.accept(invalidate(job.ref(number), step, lost::contains));
                }
            }
        }
    }

    private Invalidate invalidate(StepRef ref, Step step, Predicate<Bytes> lost) {
        List<LostResults.Read> commits = new ArrayList<>();
        for (PersistentMap.Entry<Long, CommitRef> commit : step.commits()) {
            int[] items = results.readable(ref, commit.value()).entrySet().stream()
                    .filter(record -> record.getValue().ok())
                    .mapToInt(record -> record.getKey().item())
                    .toArray();
            commits.add(new LostResults.Read(
                    commit.value(), !lost.test(commit.value().pack()), ItemSet.of(items), ItemSet.EMPTY));
        }
        return new Invalidate(
                ref,
                step.commits().last().orElseThrow().key(),
                LostResults.packs(commits),
                LostResults.items(step, commits));
    }
}
