package org.manyhands.verify.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/** What a member of the log has on its disk. A crash may take every entry that was not synced. */
final class LogDisk {
    private static final byte[] NOTHING = new byte[0];

    /**
     * An entry; one without content only marks a term, or says who keeps the log from here on.
     *
     * @param voters who does; none: those before
     */
    // Bytes as they are on the disk; nobody compares these by content.
    @SuppressWarnings("ArrayRecordComponent")
    record LogEntry(long term, byte[] content, List<String> voters) {
        LogEntry(long term, byte[] content) {
            this(term, content, List.of());
        }

        static LogEntry keptBy(long term, List<String> voters) {
            return new LogEntry(term, NOTHING, voters);
        }
    }

    /** The state as of an index, and who kept the log then. */
    // Bytes as they are on the disk; nobody compares these by content.
    @SuppressWarnings("ArrayRecordComponent")
    record Snapshot(long index, long term, byte[] content, List<String> voters) {}

    private final List<LogEntry> entries = new ArrayList<>();
    private final NavigableMap<Long, List<String>> voters = new TreeMap<>();
    private Snapshot snapshot;
    private long first = 1;
    private long firstTerm;
    private long synced;
    private long term;
    private String vote = "";
    private boolean tookOver;

    /** @param first who keeps the log at first; nobody, if this member is still to hear of it */
    LogDisk(List<String> first) {
        snapshot = new Snapshot(0, 0, NOTHING, first);
        voters.put(0L, first);
    }

    /** Who keeps the log, by the last word on it that is here: it counts as soon as it is written. */
    List<String> voters() {
        return voters.lastEntry().getValue();
    }

    /** Who kept the log at an index. */
    List<String> voters(long index) {
        return voters.floorEntry(index).getValue();
    }

    /** Where that last word is. */
    long votersIndex() {
        return voters.lastKey();
    }

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
        if (!entry.voters().isEmpty()) {
            voters.put(last(), entry.voters());
        }
    }

    /** Takes away this entry and all after it. */
    void truncate(long from) {
        entries.subList((int) (from - first), entries.size()).clear();
        voters.tailMap(from, true).clear();
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
        voters.headMap(index, true).clear();
        if (!continued) {
            voters.clear();
        }
        voters.put(index, newSnapshot.voters());
        snapshot = newSnapshot;
        first = index + 1;
        firstTerm = newSnapshot.term();
    }

    /** What was synced is as it was some time ago, as from a copy of the disk. */
    void rollBack(long entriesBack) {
        long left = Math.max(first - 1, last() - entriesBack);
        if (left < last()) {
            truncate(left + 1);
        }
        synced = last();
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
