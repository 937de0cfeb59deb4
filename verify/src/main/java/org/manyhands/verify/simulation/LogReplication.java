package org.manyhands.verify.simulation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The leader's side: brings the others what they lack, and counts who has what. */
final class LogReplication {
    private static final int ENTRIES_PER_MESSAGE = 32;

    private final SimulatedLog log;
    private final LogMember member;
    private final LogDisk disk;
    private final Map<String, Long> next = new HashMap<>();
    private final Map<String, Long> match = new HashMap<>();
    private Optional<String> joining = Optional.empty();

    LogReplication(SimulatedLog log, LogMember member) {
        this.log = log;
        this.member = member;
        disk = member.disk();
    }

    /** This member leads and knows nothing of the others yet. */
    void begin() {
        joining = Optional.empty();
        for (String peer : member.others()) {
            next.put(peer, disk.last() + 1);
            match.put(peer, 0L);
        }
    }

    void broadcast() {
        member.others().forEach(this::replicate);
        joining.ifPresent(this::replicate);
    }

    /** This one hears everything from here on and has no say: it is to keep the log, or is no more. */
    void listens(Optional<String> peer) {
        joining = peer;
        peer.ifPresent(name -> {
            next.put(name, disk.last() + 1);
            match.put(name, 0L);
        });
    }

    /** Who keeps the log may be new here. */
    void knows(List<String> voters) {
        for (String voter : voters) {
            next.putIfAbsent(voter, disk.last());
            match.putIfAbsent(voter, 0L);
        }
    }

    /** Believes that another member has everything. */
    void assume(String peer) {
        match.put(peer, disk.last());
    }

    /** How far another member is known to have kept what this one has. */
    long match(String peer) {
        return match.getOrDefault(peer, 0L);
    }

    private void replicate(String peer) {
        long from = next.getOrDefault(peer, disk.last() + 1);
        long term = disk.term();
        long round = log.reads().round();
        if (from < disk.first()) {
            LogDisk.Snapshot snapshot = disk.snapshot();
            member.send(peer, "install", there -> there.following().onInstall(member.name(), term, round, snapshot));
            return;
        }
        long before = from - 1;
        LogFollowing.Entries entries = new LogFollowing.Entries(
                before, disk.term(before), disk.entries(from, ENTRIES_PER_MESSAGE), member.commit());
        member.send(peer, "entries", there -> there.following().onEntries(member.name(), term, round, entries));
    }

    void onMismatch(String peer, long term, long hint) {
        log.see(term);
        if (member.leads() && term == disk.term() && hint + 1 < next.getOrDefault(peer, 0L)) {
            next.put(peer, Math.max(match.getOrDefault(peer, 0L), hint) + 1);
            replicate(peer);
        }
    }

    void onAck(String peer, long term, long through, long round) {
        log.see(term);
        if (!member.leads() || term != disk.term()) {
            return;
        }
        if (through > match.getOrDefault(peer, 0L)) {
            match.put(peer, through);
            advance();
            log.voters().heard(peer);
        }
        next.put(peer, Math.max(next.getOrDefault(peer, 1L), through + 1));
        log.reads().heard(peer, round);
    }

    /** Commits what a majority has kept. */
    void advance() {
        if (!member.leads()) {
            return;
        }
        List<Long> kept = new ArrayList<>();
        for (String voter : disk.voters()) {
            kept.add(voter.equals(member.name()) ? (log.hasty() ? disk.last() : disk.synced()) : match(voter));
        }
        kept.sort(null);
        long majority = kept.get((kept.size() - 1) / 2);
        if (majority > member.commit() && disk.term(majority) == disk.term()) {
            Set<String> keepers = member.cluster().keepers(majority, disk.term());
            Violation.unless(
                    member.majority(keepers),
                    member.name() + " counts entry " + majority + " as committed, and only " + keepers + " of "
                            + disk.voters() + " have synced it");
            member.committed(majority);
            log.applyCommitted();
        }
    }

    @Override
    public String toString() {
        return "sends from " + next + ", others have " + match;
    }
}
