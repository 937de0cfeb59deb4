package org.manyhands.server.replica;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.ratis.proto.RaftProtos.LogEntryProto;
import org.apache.ratis.protocol.Message;
import org.apache.ratis.protocol.RaftGroupId;
import org.apache.ratis.server.RaftServer;
import org.apache.ratis.server.protocol.TermIndex;
import org.apache.ratis.server.raftlog.RaftLog;
import org.apache.ratis.server.storage.RaftStorage;
import org.apache.ratis.statemachine.SnapshotInfo;
import org.apache.ratis.statemachine.StateMachineStorage;
import org.apache.ratis.statemachine.TransactionContext;
import org.apache.ratis.statemachine.impl.BaseStateMachine;
import org.apache.ratis.statemachine.impl.SimpleStateMachineStorage;
import org.apache.ratis.statemachine.impl.SingleFileSnapshotInfo;
import org.apache.ratis.util.LifeCycle;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Drives a {@link Replicated} from Ratis.
 *
 * <p>Threads: Ratis runs apply, takeSnapshot, reinitialize and notifyLeaderReady on one thread, its updater, and
 * initialize before that thread starts. notifyNotLeader and notifyLogFailed come on others, so they touch only
 * {@link Duty} and {@link Halt}, which are safe for that. {@code snapshot} is written by the updater and read by many.
 *
 * <p>Failure: whatever {@link Replicated} throws unchecked ends in {@link Halt}, and is thrown on so that Ratis closes
 * the division too. Ratis itself would close it silently and keep calling the server running.
 */
final class RatisMachine extends BaseStateMachine {
    private static final Logger LOG = LoggerFactory.getLogger(RatisMachine.class);

    /** A failing snapshot (a full disk) is tried again after this part of the interval, not at each entry. */
    private static final int RETRY_PARTS = 10;

    private final Replicated replicated;
    private final Halt halt;
    private final Duty duty;
    private final LogSettings settings;
    private final Runnable askSnapshot;
    private final SimpleStateMachineStorage storage = new SimpleStateMachineStorage();
    private final AtomicReference<@Nullable SingleFileSnapshotInfo> snapshot = new AtomicReference<>();
    private @Nullable RaftStorage raftStorage;
    private long bytesSinceSnapshot;
    private long snapshotNotBefore;

    RatisMachine(Replicated replicated, Halt halt, Duty duty, LogSettings settings, Runnable askSnapshot) {
        this.replicated = replicated;
        this.halt = halt;
        this.duty = duty;
        this.settings = settings;
        this.askSnapshot = askSnapshot;
    }

    long applied() {
        return getLastAppliedTermIndex().getIndex();
    }

    @Override
    public void initialize(RaftServer server, RaftGroupId group, RaftStorage raft) throws IOException {
        super.initialize(server, group, raft);
        raftStorage = raft;
        storage.init(raft);
        Snapshots.recover(stateDirectory());
        getLifeCycle().startAndTransition(this::restoreLatest);
    }

    /** Ratis pauses a follower that installs a snapshot, and closes it if this does not change the state. */
    @Override
    public void pause() {
        getLifeCycle().transition(LifeCycle.State.PAUSING);
        getLifeCycle().transition(LifeCycle.State.PAUSED);
    }

    @Override
    public void reinitialize() throws IOException {
        getLifeCycle().startAndTransition(this::restoreLatest);
    }

    private void restoreLatest() throws IOException {
        Optional<SingleFileSnapshotInfo> latest = Snapshots.latest(stateDirectory());
        if (latest.isEmpty()) {
            return;
        }
        SingleFileSnapshotInfo info = latest.get();
        try (InputStream in =
                new BufferedInputStream(Files.newInputStream(info.getFile().getPath()))) {
            replicated.restore(in);
        } catch (NewerVersionException newer) {
            throw halt.because(String.valueOf(newer.getMessage()), newer);
        }
        setLastAppliedTermIndex(info.getTermIndex());
        snapshot.set(info);
        storage.updateLatestSnapshot(info);
    }

    @Override
    public @Nullable SnapshotInfo getLatestSnapshot() {
        return snapshot.get();
    }

    @Override
    public StateMachineStorage getStateMachineStorage() {
        return storage;
    }

    @Override
    public TransactionContext preAppendTransaction(TransactionContext transaction) {
        if (transaction.getClientRequest() != null
                && transaction.getClientRequest().getMessage() instanceof Submission submission) {
            submission.markReachedLog();
        }
        return transaction;
    }

    @Override
    public CompletableFuture<Message> applyTransaction(TransactionContext transaction) {
        LogEntryProto entry = transaction.getLogEntry();
        byte[] bytes = entry.getStateMachineLogEntry().getLogData().toByteArray();
        halt.stopIfHalted();
        try {
            replicated.apply(entry.getTerm(), entry.getIndex(), bytes);
        } catch (UncheckedIOException disk) {
            halt.becauseOfDisk(Objects.requireNonNull(disk.getCause()));
            throw disk;
        } catch (ReplicaDivergedException | NewerVersionException diverged) {
            throw halt.because(String.valueOf(diverged.getMessage()), diverged);
        } catch (Throwable bug) {
            throw halt.because("Applying the entry " + entry.getIndex() + " failed: " + bug + ". This is a bug.", bug);
        }
        updateLastAppliedTermIndex(entry.getTerm(), entry.getIndex());
        countBytes(bytes.length);
        return CompletableFuture.completedFuture(Message.EMPTY);
    }

    private void countBytes(int bytes) {
        bytesSinceSnapshot += bytes;
        if (bytesSinceSnapshot >= settings.snapshotBytes()) {
            bytesSinceSnapshot = 0;
            askSnapshot.run();
        }
    }

    /** Reads complete once Ratis has waited for the read index; the state itself is read elsewhere. */
    @Override
    public CompletableFuture<Message> query(Message request) {
        return CompletableFuture.completedFuture(Message.EMPTY);
    }

    @Override
    public long takeSnapshot() {
        TermIndex at = getLastAppliedTermIndex();
        if (halt.halted() || at.getIndex() < Math.max(0, snapshotNotBefore)) {
            return RaftLog.INVALID_LOG_INDEX;
        }
        SingleFileSnapshotInfo latest = snapshot.get();
        if (latest != null && latest.getIndex() == at.getIndex()) {
            return at.getIndex();
        }
        try {
            SingleFileSnapshotInfo info = Snapshots.write(stateDirectory(), at, replicated::save);
            storage.updateLatestSnapshot(info);
            snapshot.set(info);
            bytesSinceSnapshot = 0;
            return at.getIndex();
        } catch (IOException e) {
            snapshotNotBefore = at.getIndex() + Math.max(1, settings.snapshotEntries() / RETRY_PARTS);
            LOG.warn("No snapshot at entry {}; the log stays as long as it is.", at.getIndex(), e);
            return RaftLog.INVALID_LOG_INDEX;
        } catch (RuntimeException | Error bug) {
            throw halt.because("Saving the state at entry " + at.getIndex() + " failed: " + bug + ". A bug.", bug);
        }
    }

    private Path stateDirectory() {
        if (raftStorage == null) {
            throw new IllegalStateException("not initialized");
        }
        return raftStorage.getStorageDir().getStateMachineDir().toPath();
    }

    @Override
    public void notifyLeaderReady() {
        try {
            duty.begin();
        } catch (RuntimeException bug) {
            throw halt.because("Starting the duties of the leader failed: " + bug + ". This is a bug.", bug);
        }
    }

    @Override
    public void notifyNotLeader(Collection<TransactionContext> pending) {
        duty.end();
    }

    /** The failure is sticky: every later append fails until the process starts again. */
    @Override
    public void notifyLogFailed(Throwable cause, @Nullable LogEntryProto entry) {
        halt.becauseOfDisk(cause);
    }
}
