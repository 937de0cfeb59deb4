package org.manyhands.verify.simulation;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.manyhands.core.Bytes;
import org.manyhands.core.command.Command.ArchiveJob;
import org.manyhands.core.state.Job;
import org.manyhands.core.state.State;
import org.manyhands.server.archive.Ended;
import org.manyhands.server.archive.Page;
import org.manyhands.store.Digest;

/** What one life of a leader makes of jobs that have ended: pages, which take a while, and may be told of late or twice. */
final class Archiver {
    private static final int TWICE_PERMILLE = 300;
    private static final int LATE_PERMILLE = 500;

    /** Long enough for a job that is retried in between to end again. */
    private static final int LATE_MILLIS = 20_000;

    private final SimulatedControl me;
    private final SimulatedStore store;
    private final int kept;
    private final Set<Long> atWork = new HashSet<>();

    /** @param kept so many jobs that have ended are left alone */
    Archiver(SimulatedControl me, SimulatedStore store, int kept) {
        this.me = me;
        this.store = store;
        this.kept = kept;
    }

    void begin(State state, Consumer<ArchiveJob> taker) {
        for (Job job : Ended.beyond(state, kept)) {
            if (atWork.add(job.id())) {
                begin(job, taker);
            }
        }
    }

    private void begin(Job job, Consumer<ArchiveJob> taker) {
        Dice dice = me.world().dice();
        byte[] bytes = Page.encode(job);
        Bytes page = Bytes.copyOf(Digest.of(bytes).toBytes());
        ArchiveJob archive = new ArchiveJob(job.id(), job.run(), page, List.of());
        long millis = dice.between(5, dice.permille(LATE_PERMILLE) ? LATE_MILLIS : 200);
        me.after(millis, "page", () -> {
            store.putPage(page, bytes);
            taker.accept(archive);
            atWork.remove(job.id());
        });
        if (dice.permille(TWICE_PERMILLE)) {
            me.after(millis + dice.below(LATE_MILLIS), "page again", () -> taker.accept(archive));
        }
    }
}
