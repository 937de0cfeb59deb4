package org.manyhands.verify.simulation;

import java.util.List;
import java.util.Optional;
import org.manyhands.verify.simulation.LogDisk.LogEntry;
import org.manyhands.verify.simulation.LogDisk.Snapshot;

/** The follower's side: takes what the leader sends, and says what it has kept. */
final class LogFollowing {
    private final SimulatedLog log;
    private final LogMember member;
    private final LogDisk disk;

    /** How far this log is known to be the leader's. */
    private long matched;

    private long truncations;

    /** Entries after the one at {@code before}, and how far everything is committed. */
    record Entries(long before, long beforeTerm, List<LogEntry> entries, long committed) {}

    LogFollowing(SimulatedLog log, LogMember member) {
        this.log = log;
        this.member = member;
        disk = member.disk();
    }

    /** How often entries were taken back or replaced. */
    long truncations() {
        return truncations;
    }

    private boolean obey(String from, long term) {
        log.see(term);
        if (term < disk.term()) {
            long mine = disk.term();
            member.send(from, "newer term", there -> there.see(mine));
            return false;
        }
        if (!member.leader().equals(Optional.of(from))) {
            member.leader(Optional.of(from));
            matched = 0;
        }
        log.follow();
        log.voting().heardLeader();
        return true;
    }

    void onEntries(String from, long term, long round, Entries sent) {
        if (!obey(from, term)) {
            return;
        }
        long before = sent.before;
        if (before > disk.last() || (before >= disk.first() - 1 && disk.term(before) != sent.beforeTerm)) {
            long hint = Math.min(disk.last(), before - 1);
            member.send(from, "mismatch", there -> there.replication().onMismatch(member.name(), term, hint));
            return;
        }
        long index = before;
        for (LogEntry entry : sent.entries) {
            index++;
            take(index, entry);
        }
        matched = Math.max(matched, index);
        member.committed(Math.min(sent.committed, index));
        log.applyCommitted();
        log.written();
        acknowledge(from, log.hasty() ? matched : Math.min(disk.synced(), matched), round);
    }

    private void take(long index, LogEntry entry) {
        if (index < disk.first()) {
            return;
        }
        if (index <= disk.last() && disk.term(index) != entry.term()) {
            truncate(index);
        }
        if (index > disk.last()) {
            disk.append(entry);
        }
    }

    private void truncate(long from) {
        Violation.unless(
                from > member.commit(), member.name() + " would take back entry " + from + ", which is committed");
        member.world().counts().count("log", "entries taken back");
        disk.truncate(from);
        truncations++;
    }

    void onInstall(String from, long term, long round, Snapshot snapshot) {
        if (!obey(from, term)) {
            return;
        }
        if (snapshot.index() > member.applied()) {
            member.world().counts().count("log", "snapshot installed");
            disk.takeOver(snapshot);
            truncations++;
            log.restore(snapshot);
        }
        matched = Math.max(matched, Math.min(snapshot.index(), disk.last()));
        acknowledge(from, log.hasty() ? matched : Math.min(disk.synced(), matched), round);
    }

    /** More is synced than before. */
    void synced() {
        member.leader().ifPresent(name -> acknowledge(name, Math.min(disk.synced(), matched), 0));
    }

    private void acknowledge(String to, long through, long round) {
        long term = disk.term();
        member.send(to, "ack", there -> there.replication().onAck(member.name(), term, through, round));
    }
}
