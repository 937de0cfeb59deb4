package org.manyhands.verify.simulation;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.manyhands.core.machine.Machine;
import org.manyhands.server.control.Proposer;
import org.manyhands.server.control.Replica;
import org.manyhands.server.journal.Journal;
import org.manyhands.server.journal.Segments;
import org.manyhands.server.leader.SessionWatch;
import org.manyhands.server.leader.SweepAge;
import org.manyhands.server.leader.Voters;
import org.manyhands.worker.lease.Ledger;

/** The one thing that is wrong on purpose in a run, and the parts of the run made with it. */
sealed interface Bug {
    /** So few that a run has many segments. */
    long SEGMENT_ENTRIES = 20;

    /** Nothing is wrong. */
    static Bug none() {
        return new None();
    }

    record None() implements Bug {
        @Override
        public String name() {
            return "none";
        }
    }

    record InMachine(org.manyhands.core.machine.Rule rule) implements Bug {
        @Override
        public String name() {
            return rule.name();
        }

        @Override
        public Machine machine() {
            return Machine.without(rule);
        }
    }

    record InLedger(org.manyhands.worker.lease.Rule rule) implements Bug {
        @Override
        public String name() {
            return rule.name();
        }

        @Override
        public Ledger ledger() {
            return Ledger.without(rule);
        }
    }

    record InLeader(org.manyhands.server.leader.Rule rule) implements Bug {
        @Override
        public String name() {
            return rule.name();
        }

        @Override
        public SessionWatch watch(long ttlMillis) {
            return SessionWatch.without(rule, ttlMillis);
        }

        @Override
        public Voters voters() {
            return Voters.without(rule);
        }

        @Override
        public SweepAge sweepAge(long leastMillis, long now) {
            return SweepAge.without(rule, leastMillis, now);
        }

        @Override
        public boolean readIndexBeforeBeats() {
            return rule != org.manyhands.server.leader.Rule.BEATS_WAIT_FOR_READ_INDEX;
        }
    }

    record InProposer(org.manyhands.server.control.Rule rule) implements Bug {
        @Override
        public String name() {
            return rule.name();
        }

        @Override
        public Proposer proposer(Replica replica) {
            return Proposer.without(rule, replica, new LabelConditions(), new DiceDistances());
        }
    }

    record InJournal(org.manyhands.server.journal.Rule rule) implements Bug {
        @Override
        public String name() {
            return rule.name();
        }

        @Override
        public Journal journal(Segments segments) {
            return Journal.simulated(segments, EnumSet.complementOf(EnumSet.of(rule)), SEGMENT_ENTRIES);
        }
    }

    record InBlobs(org.manyhands.server.blob.Rule rule) implements Bug {
        @Override
        public String name() {
            return rule.name();
        }

        @Override
        public Set<org.manyhands.server.blob.Rule> blobRules() {
            return EnumSet.complementOf(EnumSet.of(rule));
        }
    }

    record InHarness(Shortcut shortcut) implements Bug {
        @Override
        public String name() {
            return shortcut.name();
        }

        @Override
        public boolean is(Shortcut other) {
            return shortcut == other;
        }
    }

    String name();

    default Machine machine() {
        return new Machine();
    }

    default Ledger ledger() {
        return new Ledger();
    }

    default SessionWatch watch(long ttlMillis) {
        return new SessionWatch(ttlMillis);
    }

    default Voters voters() {
        return new Voters();
    }

    default SweepAge sweepAge(long leastMillis, long now) {
        return new SweepAge(leastMillis, now);
    }

    default Proposer proposer(Replica replica) {
        return new Proposer(replica, new LabelConditions(), new DiceDistances());
    }

    default Journal journal(Segments segments) {
        return Journal.simulated(segments, EnumSet.allOf(org.manyhands.server.journal.Rule.class), SEGMENT_ENTRIES);
    }

    default Set<org.manyhands.server.blob.Rule> blobRules() {
        return org.manyhands.server.blob.Rule.all();
    }

    default boolean readIndexBeforeBeats() {
        return true;
    }

    default boolean is(Shortcut other) {
        return false;
    }

    static List<Bug> all() {
        List<Bug> all = new ArrayList<>();
        for (org.manyhands.core.machine.Rule rule : org.manyhands.core.machine.Rule.values()) {
            all.add(new InMachine(rule));
        }
        for (org.manyhands.worker.lease.Rule rule : org.manyhands.worker.lease.Rule.values()) {
            all.add(new InLedger(rule));
        }
        for (org.manyhands.server.leader.Rule rule : org.manyhands.server.leader.Rule.values()) {
            all.add(new InLeader(rule));
        }
        for (org.manyhands.server.control.Rule rule : org.manyhands.server.control.Rule.values()) {
            all.add(new InProposer(rule));
        }
        for (org.manyhands.server.journal.Rule rule : org.manyhands.server.journal.Rule.values()) {
            all.add(new InJournal(rule));
        }
        for (org.manyhands.server.blob.Rule rule : org.manyhands.server.blob.Rule.values()) {
            all.add(new InBlobs(rule));
        }
        for (Shortcut shortcut : Shortcut.values()) {
            all.add(new InHarness(shortcut));
        }
        return all;
    }

    /** The bug of a name, or {@link #none} for {@code none}. */
    static Bug named(String name) {
        if (name.equals(none().name())) {
            return none();
        }
        return all().stream()
                .filter(bug -> bug.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("bug: " + name + " (expected: one of "
                        + all().stream().map(Bug::name).toList() + ")"));
    }
}
