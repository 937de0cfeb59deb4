package org.manyhands.verify.simulation;

import java.util.ArrayList;
import java.util.List;

/** What a member of the log has on its disk. A crash may take every entry that was not synced. */
final class LogDisk {
    /** An entry; one without content only marks a term. */
    // Bytes as they are on the disk; nobody compares these by content.
    @SuppressWarnings("ArrayRecordComponent")
    record LogEntry(long term, byte[] content) {}

    /** The state as of an index. */
    // Bytes as they are on the disk; nobody compares these by content.
    @SuppressWarnings("ArrayRecordComponent")
    record Snapshot(long index, long term, byte[] content) {}

    private final List<LogEntry> entries = new ArrayList<>();
    private Snapshot snapshot = new Snapshot(0, 0, new byte[0]);
    private long first = 1;
    private long firstTerm;
    private long synced;
    private long term;
    private String vote = "";
    private boolean tookOver;

    long term() {
        return term;
    }

    String vote() {
        return vote;
    }

    /** Synced at once. */
    void vote(long newTerm, String newVote) {
        term = newTerm;
        vote = newVote;
    }

    /** Whether a snapshot ever came here from another member. */
    boolean tookOver() {
        return tookOver;
    }

    /** A snapshot came from another member. */
    void takeOver(Snapshot newSnapshot) {
        tookOver = true;
        install(newSnapshot);
    }

    Snapshot snapshot() {
        return snapshot;
    }

    long last() {
        return first + entries.size() - 1;
    }

    long lastTerm() {
        return term(last());
    }

    long synced() {
        return synced;
    }

    void synced(long through) {
        synced = Math.max(synced, Math.min(through, last()));
    }

    /** The lowest index whose entry is still here. */
    long first() {
        return first;
    }

    /** Whether the term of this index is known. */
    boolean knows(long index) {
        return index >= first - 1 && index <= last();
    }

    long term(long index) {
        return index == first - 1 ? firstTerm : entry(index).term();
    }

    LogEntry entry(long index) {
        return entries.get((int) (index - first));
    }

    List<LogEntry> entries(long from, int most) {
        int start = (int) (from - first);
        return List.copyOf(entries.subList(start, Math.min(entries.size(), start + most)));
    }

    /** Whether no crash can take this entry. */
    boolean keeps(long index, long ofTerm) {
        return index <= snapshot.index() || (knows(index) && index <= synced && term(index) == ofTerm);
    }

    void append(LogEntry entry) {
        entries.add(entry);
    }

    /** Takes away this entry and all after it. */
    void truncate(long from) {
        entries.subList((int) (from - first), entries.size()).clear();
        synced = Math.min(synced, from - 1);
    }

    /** A snapshot of this member's own state; some entries before it stay for those who lag. */
    void keep(Snapshot newSnapshot, long trailing) {
        snapshot = newSnapshot;
        long from = Math.max(first, Math.min(newSnapshot.index() + 1, newSnapshot.index() - trailing + 1));
        firstTerm = term(from - 1);
        entries.subList(0, (int) (from - first)).clear();
        first = from;
    }

    /** A snapshot replaces everything that it does not continue: entries above it may be promised. */
    private void install(Snapshot newSnapshot) {
        long index = newSnapshot.index();
        boolean continued = knows(index) && term(index) == newSnapshot.term();
        entries.subList(0, continued ? (int) (index - first + 1) : entries.size())
                .clear();
        synced = continued ? Math.max(synced, index) : index;
        snapshot = newSnapshot;
        first = index + 1;
        firstTerm = newSnapshot.term();
    }

    void crash(Dice dice) {
        long least = Math.max(Math.min(synced, last()), first - 1);
        long left = dice.between(least, last());
        if (left < last()) {
            truncate(left + 1);
        }
        if (last() < snapshot.index()) {
            install(snapshot);
        }
        synced = last();
    }
}
