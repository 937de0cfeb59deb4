package org.manyhands.verify.simulation;

import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Changes of who keeps the log, as its leader makes them, after Ongaro (2014, chapter 4): one member more or less at a time,
 * the next one when a majority has the last; who is new catches up first, and who is written down counts from then on.
 */
final class LogVoters {
    private static final long CATCH_UP_MILLIS_MAX = 6_000;

    private final SimulatedLog log;
    private final LogMember member;
    private final LogDisk disk;
    private Optional<String> joining = Optional.empty();
    private long changes;

    LogVoters(SimulatedLog log, LogMember member) {
        this.log = log;
        this.member = member;
        disk = member.disk();
    }

    SortedSet<String> now() {
        return new TreeSet<>(disk.voters());
    }

    /** Has others keep the log, if this member leads and nobody else is on the way. */
    void change(SortedSet<String> wanted) {
        if (!member.leads() || !member.ready() || joining.isPresent() || unsettled()) {
            return;
        }
        Optional<String> added =
                wanted.stream().filter(name -> !disk.voters().contains(name)).findFirst();
        if (added.isEmpty() || member.cluster().bug().is(Shortcut.VOTER_NEED_NOT_CATCH_UP)) {
            write(wanted);
            added.ifPresent(log.replication()::assume);
            return;
        }
        joining = added;
        log.replication().listens(joining);
        long change = ++changes;
        member.me().after(CATCH_UP_MILLIS_MAX, "catch up", () -> {
            if (change == changes && joining.isPresent()) {
                count("voter does not catch up");
                forget();
            }
        });
    }

    private boolean unsettled() {
        return disk.votersIndex() > member.commit() && !member.cluster().bug().is(Shortcut.VOTER_CHANGES_OVERLAP);
    }

    /** Another member has kept more than before. */
    void heard(String peer) {
        if (joining.equals(Optional.of(peer)) && log.replication().match(peer) >= member.commit()) {
            forget();
            SortedSet<String> wanted = now();
            wanted.add(peer);
            write(wanted);
        }
    }

    private void write(SortedSet<String> wanted) {
        Violation.unless(
                member.cluster().truth().committed() >= disk.votersIndex(),
                member.name() + " has the log kept by " + wanted + ", and entry " + disk.votersIndex()
                        + " is not committed, which had it kept by " + disk.voters());
        member.world().trace(member.name() + " has the log kept by " + wanted);
        disk.append(LogDisk.LogEntry.keptBy(disk.term(), List.copyOf(wanted)));
        log.replication().knows(disk.voters());
        log.written();
    }

    /** This member leads no more, or gives up. */
    void forget() {
        joining = Optional.empty();
        log.replication().listens(joining);
    }

    /** Whoever removed itself has led until that was settled. */
    void committed(LogDisk.LogEntry entry) {
        if (!entry.voters().isEmpty() && member.leads() && !member.votes()) {
            count("leader removes itself");
            log.follow();
        }
    }

    private void count(String what) {
        member.world().counts().count("voters", what);
    }
}
