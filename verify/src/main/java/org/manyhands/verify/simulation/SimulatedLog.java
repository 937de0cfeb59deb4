package org.manyhands.verify.simulation;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.manyhands.server.replica.Appended;
import org.manyhands.server.replica.Leadership;
import org.manyhands.server.replica.Replicated;
import org.manyhands.server.replica.ReplicatedLog;
import org.manyhands.verify.simulation.LogDisk.LogEntry;
import org.manyhands.verify.simulation.LogDisk.Snapshot;

/**
 * One member's life of a leader-based replicated log, after Raft (Ongaro and Ousterhout, 2014): terms and votes, entries
 * that count when a majority has synced them, snapshots for those who lag, reads confirmed by a round of heartbeats.
 */
final class SimulatedLog implements ReplicatedLog {
    private static final long HEARTBEAT_MILLIS = 80;
    private static final long APPEND_MILLIS_MAX = 1_500;
    private static final int IN_FLIGHT_MAX = 8;

    private final Cluster cluster;
    private final SimulatedWorld world;
    private final SimulatedProcess me;
    private final LogDisk disk;
    private final Replicated replicated;
    private final LogMember member;
    private final LogVoting voting;
    private final LogReplication replication;
    private final LogFollowing following;
    private final LogReads reads;
    private final LogVoters voters;
    private final NavigableMap<Long, CompletableFuture<Appended>> pending = new TreeMap<>();
    private boolean closed;
    private boolean syncing;

    SimulatedLog(Cluster cluster, SimulatedProcess me, LogDisk disk, Replicated replicated) {
        this.cluster = cluster;
        this.me = me;
        this.disk = disk;
        this.replicated = replicated;
        world = cluster.world();
        member = new LogMember(cluster, me, disk);
        voting = new LogVoting(this, member);
        replication = new LogReplication(this, member);
        following = new LogFollowing(this, member);
        reads = new LogReads(this, member);
        voters = new LogVoters(this, member);
    }

    LogVoting voting() {
        return voting;
    }

    LogReplication replication() {
        return replication;
    }

    LogFollowing following() {
        return following;
    }

    LogReads reads() {
        return reads;
    }

    LogVoters voters() {
        return voters;
    }

    /** Whether it counts as kept what is not synced yet. */
    boolean hasty() {
        return cluster.bug().is(Shortcut.LOG_ACKNOWLEDGES_BEFORE_SYNC);
    }

    /** Restores what the disk has; what is committed is learned later. */
    void start() {
        if (disk.snapshot().index() > 0) {
            restore(disk.snapshot());
        }
        voting.putOff();
        tick();
    }

    private void tick() {
        if (member.leads()) {
            replication.broadcast();
        } else if (me.now() >= member.electionAt()) {
            voting.stand();
        }
        me.after(HEARTBEAT_MILLIS, "log tick", this::tick);
    }

    // The port.

    @Override
    public CompletableFuture<Appended> append(byte[] entry) {
        CompletableFuture<Appended> future = new CompletableFuture<>();
        if (!member.leads() || !member.ready()) {
            future.complete(new Appended.Refused(Appended.Reason.NOT_LEADER, me.name() + " does not lead"));
        } else if (pending.size() >= IN_FLIGHT_MAX || world.dice().permille(world.faulty() ? 5 : 0)) {
            world.counts().count("fault", "append refused");
            future.complete(new Appended.Refused(Appended.Reason.BUSY, "too much in flight"));
        } else {
            disk.append(new LogEntry(disk.term(), entry));
            long index = disk.last();
            pending.put(index, future);
            me.after(APPEND_MILLIS_MAX, "append timeout", () -> unknown(index, future, "it took too long"));
            written();
        }
        return future;
    }

    @Override
    public CompletableFuture<Long> readIndex() {
        return reads.begin();
    }

    @Override
    public Leadership leadership() {
        if (closed) {
            return new Leadership.Ended();
        }
        return member.leads()
                ? new Leadership.Leading(disk.term(), member.ready())
                : new Leadership.Following(member.leader().filter(name -> !name.equals(me.name())));
    }

    @Override
    public boolean alive() {
        return !closed;
    }

    @Override
    public void snapshot() {
        long applied = member.applied();
        if (applied <= disk.snapshot().index()) {
            return;
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            replicated.save(out);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        world.counts().count("log", "snapshot taken");
        disk.keep(
                new Snapshot(applied, disk.term(applied), out.toByteArray(), disk.voters(applied)),
                world.dice().below(10));
    }

    @Override
    public void close() {
        closed = true;
    }

    // Terms.

    /** A higher term was seen: whatever this member is, it follows from here on. */
    void see(long term) {
        if (term > disk.term()) {
            disk.vote(term, "");
            member.leader(Optional.empty());
            follow();
        }
    }

    void follow() {
        boolean led = member.leads();
        member.role(LogMember.Role.FOLLOWER);
        if (led) {
            world.trace(me.name() + " leads no more");
            boolean wasReady = member.ready();
            member.ready(false);
            voting.putOff();
            voters.forget();
            new TreeMap<>(pending).forEach((index, future) -> unknown(index, future, me.name() + " leads no more"));
            reads.failAll();
            if (wasReady) {
                replicated.leaderLost();
            }
        }
    }

    private void unknown(long index, CompletableFuture<Appended> future, String cause) {
        pending.remove(index, future);
        if (future.complete(new Appended.Unknown(cause))) {
            world.counts().count("log", "append unknown");
        }
    }

    // Entries.

    /** Something may have been written that is not synced. */
    void written() {
        sync();
        if (member.leads()) {
            replication.broadcast();
        }
        if (hasty()) {
            replication.advance();
        }
    }

    private void sync() {
        if (syncing || disk.synced() == disk.last()) {
            return;
        }
        syncing = true;
        long through = disk.last();
        long seen = following.truncations();
        me.after(world.diskMillis(), "log synced", () -> {
            syncing = false;
            if (seen == following.truncations()) {
                disk.synced(through);
            }
            if (member.leads()) {
                replication.advance();
            } else {
                following.synced();
            }
            sync();
        });
    }

    void applyCommitted() {
        while (member.applied() < member.commit()) {
            apply(member.applied() + 1);
        }
        becomeReady();
        reads.serve();
        if (member.applied() - disk.snapshot().index() >= cluster.scenario().snapshotEvery()) {
            snapshot();
        }
    }

    private void apply(long index) {
        LogEntry entry = disk.entry(index);
        cluster.truth().committed(index, entry);
        member.applied(index);
        if (entry.content().length > 0) {
            replicated.apply(entry.term(), index, entry.content().clone());
        }
        CompletableFuture<Appended> future = pending.remove(index);
        if (future != null) {
            future.complete(new Appended.Applied(index));
        }
        voters.committed(entry);
    }

    private void becomeReady() {
        if (member.leads() && !member.ready() && disk.term(member.applied()) == disk.term()) {
            member.ready(true);
            replicated.leaderReady(disk.term());
        }
    }

    void restore(Snapshot snapshot) {
        try {
            replicated.restore(new ByteArrayInputStream(snapshot.content()));
        } catch (IOException broken) {
            throw new Violation(me.name() + " cannot read its snapshot: " + broken.getMessage());
        }
        world.counts().count("log", "snapshot restored");
        member.applied(snapshot.index());
        member.committed(snapshot.index());
        reads.serve();
    }

    @Override
    public String toString() {
        return member.role() + " in term " + disk.term() + " with entries " + disk.first() + " to " + disk.last()
                + ", synced " + disk.synced() + ", committed " + member.commit() + ", applied " + member.applied()
                + ", " + replication + ", in flight " + pending.keySet();
    }
}
