package org.manyhands.server.leader;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.manyhands.core.Bytes;
import org.manyhands.core.StepRef;
import org.manyhands.core.command.Actor;
import org.manyhands.core.command.Command;
import org.manyhands.core.machine.Machine;
import org.manyhands.core.maps.PersistentMap;
import org.manyhands.core.state.CommitRef;
import org.manyhands.core.state.Job;
import org.manyhands.core.state.State;
import org.manyhands.core.state.Step;
import org.manyhands.server.archive.Archiver;
import org.manyhands.server.archive.Pages;
import org.manyhands.server.blob.Receipts;
import org.manyhands.server.blob.Repair;
import org.manyhands.server.control.Control;
import org.manyhands.store.BlobStore;
import org.manyhands.store.Digest;
import org.manyhands.store.SealedBlob;
import org.manyhands.store.local.LocalBlobStore;
import org.manyhands.store.local.Scrub;
import org.manyhands.store.pack.PackIndexBuilder;
import org.manyhands.store.pack.PackIndexReader;
import org.manyhands.store.pack.PackReader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Duties of the leader that read and write files: steps with many commits get one index for them, segments of the journal
 * are sealed, jobs that have ended are archived, those that are kept no longer are forgotten, and blobs that nothing names any
 * more are swept. Before all else the state is raised to the level of this program. On a thread of its own, at leisure.
 */
public final class Housekeeping implements AutoCloseable {
    /** From so many commits on, those of a step are put into an index. */
    private static final int COMMITS_TO_INDEX = Step.COMMITS_MAX / 2;

    private static final long PAUSE_MILLIS = 1_000;
    private static final Duration MEASURE = Duration.ofMinutes(1);
    private static final Duration SWEEP = Duration.ofMinutes(10);
    /** How often all blobs of a store are read again. */
    private static final Duration SCRUB = Duration.ofDays(1);
    /** Of it in a second at most, as tasks have the disk for other things. */
    private static final long SCRUB_BYTES = 4 << 20;

    private static final Duration REPAIR = Duration.ofSeconds(5);
    private static final Logger LOG = LoggerFactory.getLogger(Housekeeping.class);

    private final Control control;
    private final LocalBlobStore own;
    private final BlobStore all;
    private final Optional<Repair> repair;
    private final Function<State, Optional<List<Integer>>> levels;
    private final Reachability reachability;
    private final Losses losses;
    private final Scrub scrub;
    private final Retainer retainer;
    private final Archiver archiver;
    private final Thread thread;

    /**
     * Begins.
     *
     * @param own of this node
     * @param all that of all control nodes
     * @param repair of what is on all of them; empty where there is but this node
     * @param pages of the jobs that are archived
     * @param retention which jobs that have ended are kept
     * @param levels which levels the control nodes know; empty while one of them does not say
     */
    public Housekeeping(
            Control control,
            LocalBlobStore own,
            BlobStore all,
            Optional<Repair> repair,
            Pages pages,
            Retention retention,
            Function<State, Optional<List<Integer>>> levels) {
        this.control = control;
        this.own = own;
        this.all = all;
        this.repair = repair;
        this.levels = levels;
        reachability = new Reachability(control, own, all, pages);
        losses = new Losses(control, all);
        scrub = new Scrub(own);
        retainer = new Retainer(retention, pages, reachability::outputBytes, System::currentTimeMillis);
        archiver = new Archiver(control, all, own.spoolDirectory(), retention.unarchivedJobs());
        thread = Thread.ofPlatform().name("housekeeping").daemon().start(this::run);
    }

    private void run() {
        Interval sweep = Interval.later(SWEEP);
        Interval measure = Interval.now(MEASURE);
        Interval mend = Interval.later(REPAIR);
        Interval scrubbing = Interval.later(SCRUB);
        try {
            while (true) {
                if (control.leads()) {
                    raise();
                }
                Thread.sleep(PAUSE_MILLIS);
                if (control.leads()) {
                    lead();
                    if (measure.due()) {
                        forgetTooMuch();
                        measure.done();
                    }
                }
                if (mend.due()) {
                    repair(sweep.due());
                    mend.done();
                }
                if (scrubbing.due()) {
                    scrub.begin();
                    scrubbing.done();
                }
                var _ = scrub.read(SCRUB_BYTES);
                if (sweep.due()) {
                    reachability.sweep();
                    sweep.done();
                }
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    private void lead() throws InterruptedException {
        index(control.root());
        seal();
        archive();
        forget(retainer.tooOld(control.root()));
    }

    private void raise() throws InterruptedException {
        State state = control.root();
        if (state.level() == Machine.LEVEL) {
            return;
        }
        Optional<Command.RaiseLevel> raise = levels.apply(state).flatMap(known -> Levels.due(state, known));
        if (raise.isPresent()) {
            var _ = control.submit(Actor.LEADER, raise.get());
        }
    }

    /** @param anyway whether or not stores came or went */
    private void repair(boolean anyway) throws InterruptedException {
        if (repair.isEmpty()) {
            return;
        }
        repair.get().heal();
        if (!control.leads() || !(repair.get().due() || anyway)) {
            return;
        }
        try {
            losses.tell(repair.get().survey(reachability.needed().blobs()).lost());
        } catch (IOException | TimeoutException failed) {
            LOG.warn("It cannot be said yet which blobs have too few copies: {}", failed.getMessage());
        }
    }

    private void archive() throws InterruptedException {
        try {
            archiver.archive();
        } catch (IOException failed) {
            LOG.warn("Jobs that have ended cannot be archived yet: {}", failed.getMessage());
        }
    }

    /** Removes jobs; their blobs go with a later sweep. */
    private void forget(List<Long> doomed) throws InterruptedException {
        for (long job : doomed) {
            var _ = control.submit(Actor.LEADER, new Command.RemoveJob(job));
        }
    }

    private void forgetTooMuch() throws InterruptedException {
        try {
            forget(retainer.tooMuch(control.root()));
        } catch (IOException failed) {
            LOG.warn("It cannot be said yet which jobs are kept: {}", failed.getMessage());
        }
    }

    /** Lets every replica compare the oldest segment of the journal that was not compared yet. */
    private void seal() throws InterruptedException {
        try {
            Optional<Command.SealJournal> seal =
                    control.journal().toSeal(control.root().lastSeal());
            if (seal.isPresent()) {
                var _ = control.submit(Actor.LEADER, seal.get());
            }
        } catch (IOException failed) {
            LOG.warn("The journal cannot be sealed yet: {}", failed.getMessage());
        }
    }

    private void index(State state) throws InterruptedException {
        for (Job job : state.jobs().values()) {
            for (int number = 0; number < job.steps().size(); number++) {
                if (job.steps().get(number).commits().size() >= COMMITS_TO_INDEX) {
                    try {
                        index(job.ref(number), job.steps().get(number));
                    } catch (IOException failed) {
                        LOG.warn(
                                "The commits of step {} cannot be indexed yet: {}",
                                job.ref(number),
                                failed.getMessage());
                    }
                }
            }
        }
    }

    private void index(StepRef ref, Step step) throws IOException, InterruptedException {
        List<AutoCloseable> open = new ArrayList<>();
        try {
            PackIndexBuilder builder = new PackIndexBuilder(ref.job(), ref.step(), own.spoolDirectory());
            for (PersistentMap.Entry<Long, CommitRef> entry : step.commits()) {
                CommitRef commit = entry.value();
                Digest pack = Digest.fromBytes(commit.pack().toArray());
                if (commit.index()) {
                    PackIndexReader reader = PackIndexReader.open(all, pack);
                    open.add(reader);
                    builder.add(reader, commit.refused()::contains);
                } else {
                    PackReader reader = PackReader.open(all, pack);
                    open.add(reader);
                    builder.add(reader, commit.refused()::contains);
                }
            }
            try (SealedBlob sealed = builder.build()) {
                var receipt = all.put(sealed);
                var _ = control.submit(
                        Actor.LEADER,
                        new Command.IndexCommits(
                                ref,
                                step.commits().last().orElseThrow().key(),
                                Bytes.copyOf(sealed.name().toBytes()),
                                Receipts.of(receipt)));
            }
        } finally {
            closeAll(open);
        }
    }

    private static void closeAll(List<AutoCloseable> open) throws IOException {
        for (AutoCloseable each : open) {
            try {
                each.close();
            } catch (IOException failed) {
                throw failed;
            } catch (Exception impossible) {
                throw new IllegalStateException(impossible);
            }
        }
    }

    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }
}
