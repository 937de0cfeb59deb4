package org.manyhands.server.leader;

import com.google.protobuf.InvalidProtocolBufferException;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import org.manyhands.core.plan.StepPlan;
import org.manyhands.core.state.Archived;
import org.manyhands.core.state.CommitRef;
import org.manyhands.core.state.ItemList;
import org.manyhands.core.state.Job;
import org.manyhands.core.state.State;
import org.manyhands.core.state.Step;
import org.manyhands.server.archive.Pages;
import org.manyhands.server.control.Control;
import org.manyhands.store.Blob;
import org.manyhands.store.BlobMissingException;
import org.manyhands.store.BlobSource;
import org.manyhands.store.Digest;
import org.manyhands.store.Receipt;
import org.manyhands.store.local.LocalBlobStore;
import org.manyhands.store.local.SweepResult;
import org.manyhands.store.pack.PackIndexReader;
import org.manyhands.store.pack.PackReader;
import org.manyhands.store.split.SplitReader;
import org.manyhands.store.tree.TreeReader;
import org.manyhands.wire.TaskTemplate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Which blobs the state still needs: those that it names, and those that these name. */
final class Reachability {
    private static final Duration READ_LIMIT = Duration.ofSeconds(10);
    private static final Logger LOG = LoggerFactory.getLogger(Reachability.class);

    private final Control control;
    private final LocalBlobStore own;
    private final BlobSource all;
    private final Pages pages;
    private final SweepAge age = new SweepAge(LocalBlobStore.IDLE_MIN.toNanos(), System.nanoTime());

    /**
     * @param own that is swept
     * @param all where what is named by blobs is read
     */
    Reachability(Control control, LocalBlobStore own, BlobSource all, Pages pages) {
        this.control = control;
        this.own = own;
        this.all = all;
        this.pages = pages;
    }

    /** A sweep cannot say what is reachable. */
    private static final class UnknownException extends RuntimeException {
        private static final long serialVersionUID = 1;

        UnknownException(String why) {
            super(why);
        }
    }

    /** Removes what was not touched for an hour or more and is not reachable from a state read after the blobs were listed. */
    void sweep() throws InterruptedException {
        try {
            Duration idle = Duration.ofNanos(age.nanos(control.linearizable(READ_LIMIT), System.nanoTime()));
            SweepResult swept = own.sweep(this::reachable, idle);
            LOG.info("Blobs swept that were idle for {}: {}", idle, swept);
        } catch (IOException | TimeoutException | UnknownException failed) {
            LOG.warn("Blobs were not swept: {}", failed.getMessage());
        }
    }

    private Predicate<Digest> reachable() {
        Needed needed;
        try {
            needed = needed();
        } catch (TimeoutException | IOException failed) {
            throw new UnknownException(String.valueOf(failed.getMessage()));
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new UnknownException("interrupted");
        }
        needed.unread().forEach((blob, why) -> {
            throw new UnknownException("what blob " + blob + " names is not known: " + why);
        });
        return needed.blobs()::contains;
    }

    /** Which blobs the state needs that is read now. */
    Needed needed() throws IOException, TimeoutException, InterruptedException {
        return of(control.linearizable(READ_LIMIT));
    }

    Needed of(State state) throws IOException {
        Needed needed = new Needed();
        for (Job job : state.jobs().values()) {
            addJob(job, needed);
        }
        for (Archived archived : state.archived().values()) {
            needed.add(Digest.fromBytes(archived.page().toArray()), _ -> {
                addJob(pages.read(archived), needed);
                return List.of();
            });
        }
        return needed;
    }

    private void addJob(Job job, Needed needed) throws IOException {
        for (StepPlan plan : job.plan().steps()) {
            addInputs(plan, needed);
        }
        for (Step step : job.steps()) {
            for (ItemList list : step.lists().values()) {
                needed.add(Digest.fromBytes(list.list().toArray()));
            }
            for (CommitRef commit : step.commits().values()) {
                addCommit(commit, needed);
            }
        }
    }

    /**
     * The bytes of what the results of a job name; what other jobs name too counts for each.
     *
     * @throws IOException if one of them cannot be read now
     */
    long outputBytes(Job job) throws IOException {
        Needed outputs = new Needed();
        for (Step step : job.steps()) {
            for (CommitRef commit : step.commits().values()) {
                addCommit(commit, outputs);
            }
        }
        long bytes = 0;
        for (Digest blob : outputs.blobs()) {
            bytes += bytes(blob);
        }
        return bytes;
    }

    private long bytes(Digest blob) throws IOException {
        Optional<Receipt> here = own.has(blob);
        if (here.isPresent()) {
            return here.get().bytes();
        }
        try (Blob there = all.open(blob)) {
            return there.storedBytes();
        } catch (BlobMissingException gone) {
            return 0;
        }
    }

    private void addInputs(StepPlan plan, Needed needed) throws IOException {
        TaskTemplate template;
        try {
            template = TaskTemplate.parseFrom(plan.template().toArray());
        } catch (InvalidProtocolBufferException broken) {
            throw new IOException("the template of step " + plan.name(), broken);
        }
        if (template.getItems().hasList()) {
            needed.add(Digest.fromBytes(template.getItems().getList().toByteArray()));
        }
        if (!template.getStandardInput().getSplit().isEmpty()) {
            needed.add(Digest.fromBytes(template.getStandardInput().getSplit().toByteArray()), split -> {
                try (SplitReader reader = SplitReader.open(all, split)) {
                    return reader.references();
                }
            });
        }
        if (!template.getInputs().isEmpty()) {
            needed.add(Digest.fromBytes(template.getInputs().toByteArray()), tree -> {
                try (TreeReader reader = TreeReader.open(all, tree)) {
                    return reader.references();
                }
            });
        }
    }

    private void addCommit(CommitRef commit, Needed needed) {
        Digest blob = Digest.fromBytes(commit.pack().toArray());
        if (!commit.index()) {
            needed.add(blob, this::ofPack);
            return;
        }
        needed.add(blob, index -> {
            try (PackIndexReader reader = PackIndexReader.open(all, index)) {
                reader.packs().forEach(pack -> needed.add(pack, this::ofPack));
            }
            return List.of();
        });
    }

    private Collection<Digest> ofPack(Digest pack) throws IOException {
        try (PackReader reader = PackReader.open(all, pack)) {
            return reader.references();
        }
    }
}
