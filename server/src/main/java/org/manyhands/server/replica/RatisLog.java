package org.manyhands.server.replica;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.apache.ratis.protocol.ClientId;
import org.apache.ratis.protocol.Message;
import org.apache.ratis.protocol.RaftClientReply;
import org.apache.ratis.protocol.RaftClientRequest;
import org.apache.ratis.protocol.RaftGroup;
import org.apache.ratis.protocol.RaftGroupId;
import org.apache.ratis.protocol.RaftPeer;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.protocol.SetConfigurationRequest;
import org.apache.ratis.protocol.SnapshotManagementRequest;
import org.apache.ratis.protocol.TransferLeadershipRequest;
import org.apache.ratis.server.DivisionInfo;
import org.apache.ratis.server.RaftServer;
import org.apache.ratis.server.storage.RaftStorage;
import org.jspecify.annotations.Nullable;
import org.manyhands.server.replica.Appended.Applied;
import org.manyhands.server.replica.Appended.Reason;
import org.manyhands.server.replica.Appended.Refused;
import org.manyhands.server.replica.Appended.Unknown;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The log over Apache Ratis.
 *
 * <p>Concurrency: appends may come from any thread. Ratis takes them on a thread of its own, so that an interrupt of the
 * caller cannot reach its log worker, which would close the server. What other members ask is answered on threads that nobody
 * interrupts, for the same reason: a vote is written on them. Outcomes complete on its updater thread.
 *
 * <p>Outcome: a reply of success is Applied. Everything else is Unknown, unless the {@link Submission} proves that the
 * entry never reached the log. Futures that Ratis forgets are completed by close.
 *
 * <p>Startup: the directory is proved before Ratis sees it; the identity is settled after the first election and before
 * open returns, so before any append.
 */
public final class RatisLog implements ReplicatedLog, Membership, Peers.End {
    private static final Logger LOG = LoggerFactory.getLogger(RatisLog.class);
    private static final long READY_POLL_MILLIS = 20;
    private static final long SNAPSHOT_TIMEOUT_MILLIS = 60_000;

    private final LogSettings settings;
    private final RaftGroupId group;
    private final RaftPeerId member;
    private final ClientId client = ClientId.randomId();
    private final AtomicLong calls = new AtomicLong();
    private final AtomicBoolean closed = new AtomicBoolean();
    private final InFlight inFlight;
    private final Disk disk;
    private final Halt halt;
    private final Duty duty;
    private final RatisMachine machine;
    private final Housekeeper housekeeper;
    private final RaftServer server;
    private final ExecutorService answering = Executors.newVirtualThreadPerTaskExecutor();
    private final CompletableFuture<Void> settled = new CompletableFuture<>();
    private @Nullable DivisionInfo info;

    private RatisLog(
            LogSettings settings,
            Group with,
            Identity identity,
            LogDirectory directory,
            Watermark watermark,
            Replicated replicated,
            HaltHandler handler)
            throws IOException {
        this.settings = settings;
        this.group = RaftGroupId.valueOf(identity.cluster());
        this.member = RaftPeerId.valueOf(identity.member());
        this.inFlight = new InFlight(settings);
        this.disk = new Disk(settings);
        this.halt = new Halt(handler, disk);
        this.duty = new Duty(replicated, () -> division().getCurrentTerm());
        this.machine = new RatisMachine(replicated, halt, duty, settings, this::snapshot);
        this.housekeeper = new Housekeeper(watermark, disk, machine::applied);
        this.server = RaftServer.newBuilder()
                .setServerId(member)
                .setGroup(
                        with.joining().isPresent() ? RaftGroup.valueOf(group) : RaftGroup.valueOf(group, peer(member)))
                .setOption(RaftStorage.StartupOption.RECOVER)
                .setProperties(
                        RatisProperties.of(settings, with, directory.raft().toFile()))
                .setParameters(PeerRpc.parameters(with.peers()))
                .setStateMachine(machine)
                .build();
    }

    /** Opens the log of a member that is alone. */
    public static RatisLog open(LogSettings settings, Replicated replicated, HaltHandler handler)
            throws IOException, LogRefusedException, InterruptedException {
        return open(settings, new Group.Alone(), replicated, handler);
    }

    /**
     * Opens the log. For a member that is alone it returns when that leads and has applied everything that was acknowledged; one of
     * several may have to wait for the others.
     *
     * @param handler told when the log must not go on; {@link HaltHandler#process} in production
     * @throws LogRefusedException if the directory does not hold what this member had
     * @throws IOException if the disk fails
     */
    public static RatisLog open(LogSettings settings, Group with, Replicated replicated, HaltHandler handler)
            throws IOException, LogRefusedException, InterruptedException {
        // Ratis registers itself with JMX, whose start is a fifth of ours and needs nothing that we do before.
        Thread.ofPlatform().daemon().name("jmx-warm-up").start(ManagementFactory::getPlatformMBeanServer);
        LogDirectory directory = LogDirectory.at(settings.directory());
        Watermark watermark = Watermark.load(settings.directory());
        Identity identity = directory.admit(settings.member(), with, watermark);
        RatisLog log = new RatisLog(settings, with, identity, directory, watermark, replicated, handler);
        try {
            log.start(with);
            directory.settle();
            log.settled.complete(null);
            log.housekeeper.start();
            return log;
        } catch (IOException | LogRefusedException | InterruptedException | RuntimeException e) {
            log.close();
            throw e;
        }
    }

    /** Whether a directory has the log of a member. */
    public static boolean isIn(Path directory) {
        return Identity.exists(directory);
    }

    private void start(Group with) throws IOException, LogRefusedException, InterruptedException {
        try {
            info = server.getDivision(group).getInfo();
            server.start();
        } catch (CompletionException e) {
            throw new IOException("The log in " + settings.directory() + " cannot start: " + root(e).getMessage(), e);
        }
        while (with instanceof Group.Alone && !duty.awaitFirst(READY_POLL_MILLIS)) {
            if (!alive()) {
                throw new LogRefusedException("The log in " + settings.directory()
                        + " stopped while it started; the lines above this say why.");
            }
        }
    }

    @Override
    public CompletableFuture<Appended> append(byte[] entry) {
        Optional<Refused> refusal = refusal(entry.length).or(() -> inFlight.enter(entry.length));
        if (refusal.isPresent()) {
            return CompletableFuture.completedFuture(refusal.get());
        }
        CompletableFuture<Appended> future = inFlight.future(entry.length);
        Submission submission = new Submission(entry);
        try {
            var _ = server.submitClientRequestAsync(request(RaftClientRequest.writeRequestType(), submission))
                    .whenComplete((reply, failure) -> future.complete(outcome(submission, reply, failure)));
        } catch (IOException | RuntimeException e) {
            future.complete(outcome(submission, null, e));
        }
        if (closed.get()) {
            inFlight.completeAll(unknownAtClose());
        }
        return future;
    }

    private Optional<Refused> refusal(int size) {
        if (!alive()) {
            return Optional.of(new Refused(Reason.CLOSED, "The log of this node is closed."));
        }
        if (size < 1 || size > settings.entryBytesMax()) {
            return Optional.of(new Refused(
                    Reason.BAD_SIZE,
                    "An entry of " + size + " bytes does not fit the log (expected: 1 to " + settings.entryBytesMax()
                            + "); bigger data travels as blobs."));
        }
        if (disk.low()) {
            return Optional.of(new Refused(Reason.DISK_LOW, disk.lowSentence()));
        }
        return duty.ready() ? Optional.empty() : Optional.of(notLeader());
    }

    private Refused notLeader() {
        return new Refused(Reason.NOT_LEADER, "The member '" + member + "' does not lead; ask the leader.");
    }

    private Appended outcome(Submission submission, @Nullable RaftClientReply reply, @Nullable Throwable failure) {
        if (reply != null && reply.isSuccess()) {
            return new Applied(reply.getLogIndex());
        }
        Throwable cause = cause(reply, failure);
        if (reply != null && reply.getNotLeaderException() != null && !submission.reachedLog()) {
            return notLeader();
        }
        return new Unknown("The entry may or may not be in the log: " + cause + ".");
    }

    private static Unknown unknownAtClose() {
        return new Unknown("The log was closed while the entry was under way.");
    }

    @Override
    public CompletableFuture<Long> readIndex() {
        CompletableFuture<Long> future = new CompletableFuture<>();
        if (!alive()) {
            future.completeExceptionally(new LogUnavailableException("The log of this node is closed.", null));
            return future;
        }
        try {
            var _ = server.submitClientRequestAsync(request(RaftClientRequest.readRequestType(), Message.EMPTY))
                    .whenComplete((reply, failure) -> completeRead(future, reply, failure));
        } catch (IOException | RuntimeException e) {
            completeRead(future, null, e);
        }
        return future;
    }

    private void completeRead(
            CompletableFuture<Long> future, @Nullable RaftClientReply reply, @Nullable Throwable failure) {
        if (reply != null && reply.isSuccess()) {
            future.complete(machine.applied());
            return;
        }
        Throwable cause = cause(reply, failure);
        future.completeExceptionally(
                new LogUnavailableException("No leader confirmed the read: " + cause + ".", cause));
    }

    @Override
    public byte[] answer(Peers.Call call, byte[] request) throws IOException, InterruptedException {
        // What is acknowledged before the directory is settled could be deleted at the next start.
        if (!settled.isDone() || !alive()) {
            throw new IOException("The log of the member '" + member + "' is not open.");
        }
        try {
            return answering.submit(() -> PeerRpc.answer(server, call, request)).get();
        } catch (ExecutionException failed) {
            throw new IOException(String.valueOf(failed.getCause()), failed);
        }
    }

    /** Which log this is a member of; others that join must know. */
    public UUID group() {
        return group.getUuid();
    }

    @Override
    public SortedSet<String> voters() {
        try {
            return server.getDivision(group).getRaftConf().getCurrentPeers().stream()
                    .map(peer -> peer.getId().toString())
                    .collect(Collectors.toCollection(TreeSet::new));
        } catch (IOException closing) {
            throw new IllegalStateException("The log is not open.", closing);
        }
    }

    private static RaftPeer peer(RaftPeerId id) {
        return RaftPeer.newBuilder().setId(id).build();
    }

    @Override
    public CompletableFuture<Void> change(SortedSet<String> voters) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        SetConfigurationRequest request = new SetConfigurationRequest(
                client,
                member,
                group,
                calls.incrementAndGet(),
                voters.stream().map(voter -> peer(RaftPeerId.valueOf(voter))).toList());
        try {
            var _ = server.setConfigurationAsync(request)
                    .whenComplete((reply, failure) -> finish(done, "The members are not changed", reply, failure));
        } catch (IOException | RuntimeException e) {
            finish(done, "The members are not changed", null, e);
        }
        return done;
    }

    @Override
    public CompletableFuture<Void> handOver(String to, Duration limit) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        TransferLeadershipRequest request = new TransferLeadershipRequest(
                client, member, group, calls.incrementAndGet(), RaftPeerId.valueOf(to), limit.toMillis());
        try {
            var _ = server.transferLeadershipAsync(request)
                    .whenComplete((reply, failure) -> finish(done, "Nobody else leads", reply, failure));
        } catch (IOException | RuntimeException e) {
            finish(done, "Nobody else leads", null, e);
        }
        return done;
    }

    private static void finish(
            CompletableFuture<Void> done, String what, @Nullable RaftClientReply reply, @Nullable Throwable failure) {
        if (reply != null && reply.isSuccess()) {
            done.complete(null);
            return;
        }
        Throwable cause = cause(reply, failure);
        done.completeExceptionally(new LogUnavailableException(what + ": " + cause + ".", cause));
    }

    private static @Nullable Throwable cause(@Nullable RaftClientReply reply, @Nullable Throwable failure) {
        return failure != null ? root(failure) : reply == null ? null : reply.getException();
    }

    private RaftClientRequest request(RaftClientRequest.Type type, Message message) {
        return RaftClientRequest.newBuilder()
                .setClientId(client)
                .setServerId(member)
                .setGroupId(group)
                .setCallId(calls.incrementAndGet())
                .setType(type)
                .setMessage(message)
                .build();
    }

    @Override
    public Leadership leadership() {
        if (!alive()) {
            return new Leadership.Ended();
        }
        DivisionInfo now = division();
        return now.isLeader()
                ? new Leadership.Leading(now.getCurrentTerm(), duty.ready())
                : new Leadership.Following(
                        Optional.ofNullable(now.getLeaderId()).map(RaftPeerId::toString));
    }

    @Override
    public boolean alive() {
        return !closed.get() && !halt.halted() && division().isAlive();
    }

    private DivisionInfo division() {
        if (info == null) {
            throw new IllegalStateException("The log is not started.");
        }
        return info;
    }

    @Override
    public void note() {
        housekeeper.raiseWatermark();
    }

    @Override
    public void snapshot() {
        var _ = server.snapshotManagementAsync(SnapshotManagementRequest.newCreate(
                        client, member, group, calls.incrementAndGet(), SNAPSHOT_TIMEOUT_MILLIS, 1))
                .whenComplete((reply, failure) -> {
                    if (failure != null) {
                        LOG.warn("No snapshot was taken; the log stays as long as it is.", failure);
                    }
                });
    }

    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        try {
            server.close();
        } catch (IOException e) {
            LOG.warn("The log did not close cleanly; the next start reads what it holds.", e);
        }
        if (info != null) {
            duty.end();
        }
        inFlight.completeAll(unknownAtClose());
        housekeeper.stop();
    }

    private static Throwable root(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null
                ? root(failure.getCause())
                : failure;
    }
}
