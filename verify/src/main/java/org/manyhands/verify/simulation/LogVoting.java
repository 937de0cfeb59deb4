package org.manyhands.verify.simulation;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** Elections, as one member takes part in them. */
final class LogVoting {
    private static final long ELECTION_MILLIS_MIN = 300;
    private static final long ELECTION_MILLIS_MAX = 700;

    private final SimulatedLog log;
    private final LogMember member;
    private final LogDisk disk;
    private final Set<String> votes = new HashSet<>();
    private long heardMillis = Long.MIN_VALUE / 2;

    LogVoting(SimulatedLog log, LogMember member) {
        this.log = log;
        this.member = member;
        disk = member.disk();
    }

    void putOff() {
        member.putOffElection(member.world().dice().between(ELECTION_MILLIS_MIN, ELECTION_MILLIS_MAX));
    }

    /** Whoever hears a leader lets nobody disturb it: a member that was removed may not know. */
    private boolean hearsLeader() {
        return member.leads() || member.me().now() < heardMillis + ELECTION_MILLIS_MIN;
    }

    void heardLeader() {
        heardMillis = member.me().now();
        putOff();
    }

    void stand() {
        if (!member.stands()) {
            putOff();
            return;
        }
        member.role(LogMember.Role.CANDIDATE);
        member.leader(Optional.empty());
        disk.vote(disk.term() + 1, member.name());
        member.cluster().elections().voted(member.name(), disk.term(), member.name());
        votes.clear();
        votes.add(member.name());
        putOff();
        member.world().counts().count("log", "election");
        long term = disk.term();
        long last = disk.last();
        long lastTerm = disk.lastTerm();
        for (String peer : member.others()) {
            member.send(peer, "vote?", there -> there.voting().onAsk(member.name(), term, last, lastTerm));
        }
        count();
    }

    private void onAsk(String candidate, long term, long last, long lastTerm) {
        if (member.changing() && hearsLeader()) {
            return;
        }
        log.see(term);
        boolean upToDate = lastTerm > disk.lastTerm() || (lastTerm == disk.lastTerm() && last >= disk.last());
        boolean free = disk.vote().isEmpty() || disk.vote().equals(candidate);
        if (term < disk.term() || !upToDate || !free || member.leads()) {
            return;
        }
        disk.vote(term, candidate);
        member.cluster().elections().voted(member.name(), term, candidate);
        putOff();
        member.send(candidate, "vote", there -> there.voting().onVote(member.name(), term));
    }

    private void onVote(String voter, long term) {
        log.see(term);
        if (member.role() == LogMember.Role.CANDIDATE && term == disk.term()) {
            votes.add(voter);
            count();
        }
    }

    private void count() {
        if (member.role() == LogMember.Role.CANDIDATE && member.majority(votes)) {
            member.cluster().elections().leads(member.name(), disk.term());
            member.role(LogMember.Role.LEADER);
            member.ready(false);
            member.leader(Optional.of(member.name()));
            member.world().counts().count("log", "leader elected");
            member.world().trace(member.name() + " leads in term " + disk.term());
            log.replication().begin();
            disk.append(new LogDisk.LogEntry(disk.term(), new byte[0]));
            log.written();
        }
    }
}
