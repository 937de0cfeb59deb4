package org.manyhands.verify.simulation;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** What all parts of one member's log know: where it stands, what it has, and how it reaches the others. */
final class LogMember {
    private final Cluster cluster;
    private final SimulatedProcess me;
    private final LogDisk disk;
    private Role role = Role.FOLLOWER;
    private Optional<String> leader = Optional.empty();
    private boolean ready;
    private long commit;
    private long applied;
    private long electionAt;

    enum Role {
        FOLLOWER,
        CANDIDATE,
        LEADER
    }

    LogMember(Cluster cluster, SimulatedProcess me, LogDisk disk) {
        this.cluster = cluster;
        this.me = me;
        this.disk = disk;
    }

    Cluster cluster() {
        return cluster;
    }

    SimulatedWorld world() {
        return cluster.world();
    }

    SimulatedProcess me() {
        return me;
    }

    String name() {
        return me.name();
    }

    LogDisk disk() {
        return disk;
    }

    Role role() {
        return role;
    }

    void role(Role newRole) {
        role = newRole;
    }

    boolean leads() {
        return role == Role.LEADER;
    }

    /** Whom this member believes to lead; itself if it does. */
    Optional<String> leader() {
        return leader;
    }

    void leader(Optional<String> newLeader) {
        leader = newLeader;
    }

    /** Whether it leads and has applied everything of earlier terms. */
    boolean ready() {
        return ready;
    }

    void ready(boolean newReady) {
        ready = newReady;
    }

    long commit() {
        return commit;
    }

    void committed(long through) {
        commit = Math.max(commit, through);
    }

    long applied() {
        return applied;
    }

    void applied(long index) {
        applied = index;
    }

    long electionAt() {
        return electionAt;
    }

    /** Whoever hears of a leader or votes waits this long before it stands itself. */
    void putOffElection(long millis) {
        electionAt = me.now() + millis;
    }

    /** The other voters. */
    List<String> others() {
        return disk.voters().stream().filter(name -> !name.equals(name())).toList();
    }

    /** Whether it has a vote, as far as it knows. */
    boolean votes() {
        return disk.voters().contains(name());
    }

    /** Whether it may be needed as a leader: also when it is to have no vote any more, as long as that is not committed. */
    boolean stands() {
        return votes()
                || (disk.votersIndex() > commit
                        && disk.voters(disk.votersIndex() - 1).contains(name()));
    }

    /** Whether a majority of those who keep the log is among these. */
    boolean majority(Set<String> members) {
        return 2 * disk.voters().stream().filter(members::contains).count()
                > disk.voters().size();
    }

    /** Who belongs to the cluster may change. */
    boolean changing() {
        return cluster.scenario().voters();
    }

    void send(String to, String label, Consumer<SimulatedLog> message) {
        SimulatedControl control = cluster.control(to);
        cluster.network().send(me, control, label, () -> message.accept(control.log()));
    }
}
