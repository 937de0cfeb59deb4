package org.manyhands.verify.simulation;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
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
    private static final long ELECTION_MILLIS_MIN = 300;
    private static final long ELECTION_MILLIS_MAX = 700;
    private static final long APPEND_MILLIS_MAX = 1_500;
    private static final long READ_MILLIS_MAX = 1_000;
    private static final int ENTRIES_PER_MESSAGE = 32;
    private static final int IN_FLIGHT_MAX = 8;

    private final SimulatedWorld world;
    private final SimulatedNetwork network;
    private final SimulatedProcess me;
    private final LogDisk disk;
    private final Peers peers;
    private final Replicated replicated;
    private final Truth truth;
    private final Bug bug;
    private final long snapshotEvery;
    private final Cluster cluster;

    private Role role = Role.FOLLOWER;
    private Optional<String> leader = Optional.empty();
    private boolean ready;
    private boolean closed;
    private long commit;
    private long applied;
    private long electionAt;
    private boolean syncing;
    private long truncations;
    private long round;
    private final Set<String> votes = new HashSet<>();
    private final Map<String, Long> next = new HashMap<>();
    private final Map<String, Long> match = new HashMap<>();
    private final TreeMap<Long, CompletableFuture<Appended>> pending = new TreeMap<>();
    private List<Read> reads = new ArrayList<>();
    private List<Waiting> waiting = new ArrayList<>();

    /** The other members. */
    interface Peers {
        List<String> others();

        SimulatedProcess process(String member);

        /** What the member does with a message while it lives. */
        void deliver(String member, Consumer<SimulatedLog> message);
    }

    private enum Role {
        FOLLOWER,
        CANDIDATE,
        LEADER
    }

    /** A read that waits for a majority to say that this member still leads. */
    private record Read(long round, long index, Set<String> heard, CompletableFuture<Long> future) {}

    /** A read that waits for this member to have applied enough. */
    private record Waiting(long index, CompletableFuture<Long> future) {}

    SimulatedLog(
            SimulatedWorld world,
            SimulatedNetwork network,
            SimulatedProcess me,
            LogDisk disk,
            Peers peers,
            Replicated replicated,
            Truth truth,
            Bug bug,
            long snapshotEvery,
            Cluster cluster) {
        this.world = world;
        this.network = network;
        this.me = me;
        this.disk = disk;
        this.peers = peers;
        this.replicated = replicated;
        this.truth = truth;
        this.bug = bug;
        this.snapshotEvery = snapshotEvery;
        this.cluster = cluster;
    }

    /** Restores what the disk has; what is committed is learned later. */
    void start() {
        if (disk.snapshot().index() > 0) {
            restore(disk.snapshot());
        }
        putOffElection();
        tick();
    }

    private void tick() {
        if (role == Role.LEADER) {
            broadcast();
        } else if (me.now() >= electionAt) {
            stand();
        }
        me.after(HEARTBEAT_MILLIS, "log tick", this::tick);
    }

    // The port.

    @Override
    public CompletableFuture<Appended> append(byte[] entry) {
        CompletableFuture<Appended> future = new CompletableFuture<>();
        if (role != Role.LEADER || !ready) {
            future.complete(new Appended.Refused(Appended.Reason.NOT_LEADER, me.name() + " does not lead"));
        } else if (pending.size() >= IN_FLIGHT_MAX || world.dice().permille(world.faulty() ? 5 : 0)) {
            world.counts().count("fault", "append refused");
            future.complete(new Appended.Refused(Appended.Reason.BUSY, "too much in flight"));
        } else {
            disk.append(new LogEntry(disk.term(), entry));
            pending.put(disk.last(), future);
            me.after(APPEND_MILLIS_MAX, "append timeout", () -> unknown(future, "it took too long"));
            written();
        }
        return future;
    }

    @Override
    public CompletableFuture<Long> readIndex() {
        CompletableFuture<Long> future = new CompletableFuture<>();
        me.after(READ_MILLIS_MAX, "read timeout", () -> fail(future));
        if (role == Role.LEADER) {
            if (!ready) {
                fail(future);
                return future;
            }
            round++;
            reads.add(new Read(round, commit, new HashSet<>(Set.of(me.name())), future));
            confirm();
            broadcast();
        } else {
            leader.ifPresentOrElse(name -> askLeader(name, future), () -> fail(future));
        }
        return future;
    }

    @Override
    public Leadership leadership() {
        if (closed) {
            return new Leadership.Ended();
        }
        return role == Role.LEADER
                ? new Leadership.Leading(disk.term(), ready)
                : new Leadership.Following(leader.filter(name -> !name.equals(me.name())));
    }

    @Override
    public boolean alive() {
        return !closed;
    }

    @Override
    public void snapshot() {
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
                new Snapshot(applied, disk.term(applied), out.toByteArray()),
                world.dice().below(10));
    }

    @Override
    public void close() {
        closed = true;
    }

    // Elections.

    private void putOffElection() {
        electionAt = me.now() + world.dice().between(ELECTION_MILLIS_MIN, ELECTION_MILLIS_MAX);
    }

    private void stand() {
        role = Role.CANDIDATE;
        leader = Optional.empty();
        disk.vote(disk.term() + 1, me.name());
        cluster.elections().voted(me.name(), disk.term(), me.name());
        votes.clear();
        votes.add(me.name());
        putOffElection();
        world.counts().count("log", "election");
        long term = disk.term();
        long last = disk.last();
        long lastTerm = disk.lastTerm();
        for (String peer : peers.others()) {
            send(peer, "vote?", log -> log.onAsk(me.name(), term, last, lastTerm));
        }
        count();
    }

    private void onAsk(String candidate, long term, long last, long lastTerm) {
        see(term);
        boolean upToDate = lastTerm > disk.lastTerm() || (lastTerm == disk.lastTerm() && last >= disk.last());
        boolean free = disk.vote().isEmpty() || disk.vote().equals(candidate);
        if (term < disk.term() || !upToDate || !free || role == Role.LEADER) {
            return;
        }
        disk.vote(term, candidate);
        cluster.elections().voted(me.name(), term, candidate);
        putOffElection();
        send(candidate, "vote", log -> log.onVote(me.name(), term));
    }

    private void onVote(String voter, long term) {
        see(term);
        if (role == Role.CANDIDATE && term == disk.term()) {
            votes.add(voter);
            count();
        }
    }

    private void count() {
        if (role == Role.CANDIDATE && majority(votes.size())) {
            role = Role.LEADER;
            cluster.elections().leads(me.name(), disk.term());
            ready = false;
            leader = Optional.of(me.name());
            world.counts().count("log", "leader elected");
            world.trace(me.name() + " leads in term " + disk.term());
            for (String peer : peers.others()) {
                next.put(peer, disk.last() + 1);
                match.put(peer, 0L);
            }
            disk.append(new LogEntry(disk.term(), new byte[0]));
            written();
        }
    }

    /** A higher term was seen: whatever this member is, it follows from here on. */
    private void see(long term) {
        if (term > disk.term()) {
            disk.vote(term, "");
            leader = Optional.empty();
            follow();
        }
    }

    private void follow() {
        boolean led = role == Role.LEADER;
        role = Role.FOLLOWER;
        if (led) {
            world.trace(me.name() + " leads no more");
            boolean wasReady = ready;
            ready = false;
            putOffElection();
            List.copyOf(pending.values()).forEach(future -> unknown(future, me.name() + " leads no more"));
            reads.forEach(read -> fail(read.future()));
            reads = new ArrayList<>();
            if (wasReady) {
                replicated.leaderLost();
            }
        }
    }

    // Replication.

    private void written() {
        sync();
        if (role == Role.LEADER) {
            broadcast();
        }
        if (bug.is(Shortcut.LOG_ACKNOWLEDGES_BEFORE_SYNC)) {
            advance();
        }
    }

    private void sync() {
        if (syncing || disk.synced() == disk.last()) {
            return;
        }
        syncing = true;
        long through = disk.last();
        long seen = truncations;
        me.after(world.diskMillis(), "log synced", () -> {
            syncing = false;
            if (seen == truncations) {
                disk.synced(through);
            }
            if (role == Role.LEADER) {
                advance();
            } else {
                leader.ifPresent(name -> acknowledge(name, Math.min(disk.synced(), matched), 0));
            }
            sync();
        });
    }

    /** How far this follower's log is known to be the leader's. */
    private long matched;

    private void broadcast() {
        peers.others().forEach(this::replicate);
    }

    private void replicate(String peer) {
        long from = next.getOrDefault(peer, disk.last() + 1);
        long term = disk.term();
        long roundNow = round;
        if (from < disk.first()) {
            Snapshot snapshot = disk.snapshot();
            send(peer, "install", log -> log.onInstall(me.name(), term, roundNow, snapshot));
            return;
        }
        List<LogEntry> entries = disk.entries(from, ENTRIES_PER_MESSAGE);
        long before = from - 1;
        long beforeTerm = disk.term(before);
        long committed = commit;
        send(peer, "entries", log -> log.onEntries(me.name(), term, roundNow, before, beforeTerm, entries, committed));
    }

    private boolean obey(String from, long term) {
        see(term);
        if (term < disk.term()) {
            long mine = disk.term();
            send(from, "newer term", log -> log.see(mine));
            return false;
        }
        if (!leader.equals(Optional.of(from))) {
            leader = Optional.of(from);
            matched = 0;
        }
        follow();
        putOffElection();
        return true;
    }

    private void onEntries(
            String from,
            long term,
            long roundThen,
            long before,
            long beforeTerm,
            List<LogEntry> entries,
            long committed) {
        if (!obey(from, term)) {
            return;
        }
        if (before > disk.last() || (before >= disk.first() - 1 && disk.term(before) != beforeTerm)) {
            long hint = Math.min(disk.last(), before - 1);
            send(from, "mismatch", log -> log.onMismatch(me.name(), term, hint));
            return;
        }
        long index = before;
        for (LogEntry entry : entries) {
            index++;
            if (index < disk.first()) {
                continue;
            }
            if (index <= disk.last() && disk.term(index) != entry.term()) {
                truncate(index);
            }
            if (index > disk.last()) {
                disk.append(entry);
            }
        }
        matched = Math.max(matched, index);
        commit = Math.max(commit, Math.min(committed, index));
        applyCommitted();
        written();
        acknowledge(from, durable(), roundThen);
    }

    private long durable() {
        return bug.is(Shortcut.LOG_ACKNOWLEDGES_BEFORE_SYNC) ? matched : Math.min(disk.synced(), matched);
    }

    private void truncate(long from) {
        Violation.unless(from > commit, me.name() + " would take back entry " + from + ", which is committed");
        world.counts().count("log", "entries taken back");
        disk.truncate(from);
        truncations++;
    }

    private void onInstall(String from, long term, long roundThen, Snapshot snapshot) {
        if (!obey(from, term)) {
            return;
        }
        if (snapshot.index() > applied) {
            world.counts().count("log", "snapshot installed");
            disk.install(snapshot);
            truncations++;
            restore(snapshot);
        }
        matched = Math.max(matched, Math.min(snapshot.index(), disk.last()));
        acknowledge(from, durable(), roundThen);
    }

    private void acknowledge(String to, long through, long roundThen) {
        long term = disk.term();
        send(to, "ack", log -> log.onAck(me.name(), term, through, roundThen));
    }

    private void onMismatch(String peer, long term, long hint) {
        see(term);
        if (role == Role.LEADER && term == disk.term() && hint + 1 < next.getOrDefault(peer, 0L)) {
            next.put(peer, Math.max(match.getOrDefault(peer, 0L), hint) + 1);
            replicate(peer);
        }
    }

    private void onAck(String peer, long term, long through, long roundThen) {
        see(term);
        if (role != Role.LEADER || term != disk.term()) {
            return;
        }
        if (through > match.getOrDefault(peer, 0L)) {
            match.put(peer, through);
            advance();
        }
        next.put(peer, Math.max(next.getOrDefault(peer, 1L), through + 1));
        for (Read read : reads) {
            if (read.round <= roundThen) {
                read.heard.add(peer);
            }
        }
        confirm();
    }

    private void advance() {
        if (role != Role.LEADER) {
            return;
        }
        List<Long> kept = new ArrayList<>(match.values());
        kept.add(bug.is(Shortcut.LOG_ACKNOWLEDGES_BEFORE_SYNC) ? disk.last() : disk.synced());
        kept.sort(null);
        long majority = kept.get((kept.size() - 1) / 2);
        if (majority > commit && disk.term(majority) == disk.term()) {
            Violation.unless(
                    majority(cluster.keepers(majority, disk.term())),
                    me.name() + " counts entry " + majority + " as committed, and only "
                            + cluster.keepers(majority, disk.term()) + " of " + (peers.others().size() + 1)
                            + " members have synced it");
            commit = majority;
            applyCommitted();
        }
    }

    private void applyCommitted() {
        while (applied < commit) {
            long index = applied + 1;
            LogEntry entry = disk.entry(index);
            truth.committed(index, entry);
            applied = index;
            if (entry.content().length > 0) {
                replicated.apply(entry.term(), index, entry.content().clone());
            }
            CompletableFuture<Appended> future = pending.remove(index);
            if (future != null) {
                future.complete(new Appended.Applied(index));
            }
        }
        becomeReady();
        serve();
        if (applied - disk.snapshot().index() >= snapshotEvery) {
            snapshot();
        }
    }

    private void becomeReady() {
        if (role == Role.LEADER && !ready && disk.term(applied) == disk.term()) {
            ready = true;
            replicated.leaderReady(disk.term());
        }
    }

    private void restore(Snapshot snapshot) {
        try {
            replicated.restore(new ByteArrayInputStream(snapshot.content()));
        } catch (IOException broken) {
            throw new Violation(me.name() + " cannot read its snapshot: " + broken.getMessage());
        }
        world.counts().count("log", "snapshot restored");
        applied = snapshot.index();
        commit = Math.max(commit, applied);
        serve();
    }

    // Reads.

    private void confirm() {
        List<Read> left = new ArrayList<>();
        for (Read read : reads) {
            if (majority(read.heard.size())) {
                await(read.index, read.future);
            } else {
                left.add(read);
            }
        }
        reads = left;
    }

    private void await(long index, CompletableFuture<Long> future) {
        waiting.add(new Waiting(index, future));
        serve();
    }

    private void serve() {
        List<Waiting> served =
                waiting.stream().filter(each -> each.index <= applied).toList();
        waiting = new ArrayList<>(
                waiting.stream().filter(each -> each.index > applied).toList());
        served.forEach(each -> each.future.complete(applied));
    }

    private void askLeader(String name, CompletableFuture<Long> future) {
        send(name, "read?", log -> log.onReadAsked(me.name(), index -> await(index, future)));
    }

    private void onReadAsked(String asker, Consumer<Long> answer) {
        if (role != Role.LEADER) {
            return;
        }
        long life = peers.process(asker).life();
        readIndex()
                .thenAccept(index -> send(asker, "read index", log -> {
                    if (peers.process(asker).life() == life) {
                        answer.accept(index);
                    }
                }));
    }

    private void fail(CompletableFuture<Long> future) {
        future.completeExceptionally(new TimeoutException("no leader confirms the read"));
    }

    private void unknown(CompletableFuture<Appended> future, String cause) {
        pending.values().remove(future);
        if (future.complete(new Appended.Unknown(cause))) {
            world.counts().count("log", "append unknown");
        }
    }

    @Override
    public String toString() {
        return role + " in term " + disk.term() + " with entries " + disk.first() + " to " + disk.last() + ", synced "
                + disk.synced() + ", committed " + commit + ", applied " + applied + ", sends from " + next
                + ", others have " + match + ", in flight " + pending.keySet();
    }

    private boolean majority(long members) {
        return 2 * members > peers.others().size() + 1;
    }

    private void send(String to, String label, Consumer<SimulatedLog> message) {
        network.send(me, peers.process(to), label, () -> peers.deliver(to, message));
    }
}
