package org.manyhands.verify.simulation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.manyhands.core.codec.Codec;
import org.manyhands.core.command.Entry;
import org.manyhands.core.command.Envelope;
import org.manyhands.core.command.Reply;
import org.manyhands.core.machine.Machine;
import org.manyhands.core.machine.Outcome;
import org.manyhands.core.state.Invariants;
import org.manyhands.core.state.State;
import org.manyhands.server.control.Answer;
import org.manyhands.verify.simulation.LogDisk.LogEntry;

/** The one committed prefix of the log, applied once, outside of all members. What they have must be equal to it. */
final class Truth {
    private static final Codec<Entry> ENTRIES = Codec.of(Entry.class);
    private static final Codec<State> STATES = Codec.of(State.class);

    /** So many bytes take the history of a run and every job that is kept, at most. */
    private static final long STATE_BYTES_BASE = 64 * 1024;

    private static final int DIGEST_EVERY = 5;
    private static final long STATE_BYTES_PER_JOB = 16 * 1024;
    private static final long STATE_BYTES_PER_ARCHIVED_JOB = 120;

    private final SimulatedWorld world;
    private final Machine machine;
    private final List<LogEntry> log = new ArrayList<>();
    private final Map<Long, Long> digests = new HashMap<>();
    private final Map<Long, Long> numbers = new HashMap<>();
    private final Map<Long, List<Answered>> answers = new HashMap<>();
    private State state;
    private List<String> voters;

    private record Answered(Envelope envelope, Reply reply) {}

    /** @param voters who keeps the log at first */
    Truth(SimulatedWorld world, Machine machine, State initial, List<String> voters) {
        this.world = world;
        this.machine = machine;
        state = initial;
        this.voters = voters;
        digests.put(initial.applied(), digest(initial));
    }

    State state() {
        return state;
    }

    /** Who keeps the log. */
    List<String> voters() {
        return voters;
    }

    /** How many entries of the log are committed. */
    long committed() {
        return log.size();
    }

    /** What was committed, in order, without entries that only mark a term. */
    List<byte[]> contents() {
        return log.stream()
                .map(LogEntry::content)
                .filter(content -> content.length > 0)
                .toList();
    }

    /** The number of the state that the entry at this index of the log made. */
    long applied(long index) {
        return numbers.getOrDefault(index, 0L);
    }

    /** A member says that this is committed. */
    void committed(long index, LogEntry entry) {
        if (index <= log.size()) {
            LogEntry known = log.get((int) index - 1);
            Violation.unless(
                    known.term() == entry.term()
                            && Arrays.equals(known.content(), entry.content())
                            && known.voters().equals(entry.voters()),
                    "entry " + index + " was committed and is now another one");
            return;
        }
        Violation.unless(index == log.size() + 1, "entry " + index + " is committed before those below it");
        log.add(entry);
        if (!entry.voters().isEmpty()) {
            world.counts().count("voters", "change");
            voters = entry.voters();
        }
        if (entry.content().length > 0) {
            apply(ENTRIES.decode(entry.content()));
            numbers.put(index, state.applied());
        }
    }

    private void apply(Entry entry) {
        Violation.unless(
                entry.ticks() >= state.ticks(), "ticks go back from " + state.ticks() + " to " + entry.ticks());
        Outcome whole = machine.apply(state, entry);
        State before = state;
        state = whole.state();
        world.counts().count("log", "entry");
        List<Answered> answered = new ArrayList<>();
        State step = before;
        for (int i = 0; i < entry.commands().size(); i++) {
            Envelope envelope = entry.commands().get(i);
            State from = i == 0 ? step : oneEarlier(step);
            Outcome one = entry.commands().size() == 1
                    ? whole
                    : machine.apply(from, new Entry(List.of(envelope), entry.ticks(), entry.wallMillis()));
            step = one.state();
            Reply reply = one.replies().getFirst();
            answered.add(new Answered(envelope, reply));
            tell(envelope, reply, one);
            Checker.Applied applied = new Checker.Applied(from, envelope, reply, one.events(), step);
            world.checkers().forEach(checker -> checker.applied(applied));
        }
        answers.put(state.applied(), answered);
        check(step);
    }

    // The very same object needs no second look at its bytes.
    @SuppressWarnings("ReferenceEquality")
    private void check(State stepwise) {
        try {
            Invariants.check(state);
        } catch (IllegalStateException broken) {
            throw new Violation("the state is broken: " + broken.getMessage());
        }
        byte[] bytes = STATES.encode(state);
        Violation.unless(
                stepwise == state || digest(stepwise) == digest(bytes),
                "a batch of commands makes another state than one by one");
        Violation.unless(
                bytes.length
                        <= STATE_BYTES_BASE
                                + STATE_BYTES_PER_JOB * state.jobs().size()
                                + STATE_BYTES_PER_ARCHIVED_JOB
                                        * state.archived().size(),
                "the state has " + bytes.length + " bytes for " + state.jobs().size() + " jobs and "
                        + state.archived().size() + " archived ones");
        digests.put(state.applied(), digest(bytes));
        world.note(digest(bytes));
    }

    private void tell(Envelope envelope, Reply reply, Outcome one) {
        Counts counts = world.counts();
        counts.count("command", envelope.command().getClass().getSimpleName());
        counts.count("reply", reply.getClass().getSimpleName());
        if (reply instanceof Reply.Refused refused) {
            counts.count("refusal", refused.code());
        }
        one.events().forEach(event -> counts.count("event", event.getClass().getSimpleName()));
        if (world.traced()) {
            world.trace("entry " + state.applied() + " " + envelope.command() + " -> " + reply);
        }
    }

    /** The state as the next command of the same entry finds it. */
    private static State oneEarlier(State s) {
        return s.withApplied(s.applied() - 1);
    }

    /** A member has this root. What differs once goes on to differ, so one look in a few is enough. */
    void equal(String member, State root, boolean restored) {
        Violation.unless(
                root.applied() <= state.applied(), member + " has applied entry " + root.applied() + " of the future");
        if (!restored && root.applied() % DIGEST_EVERY != 0) {
            return;
        }
        Violation.unless(
                Long.valueOf(digest(root)).equals(digests.get(root.applied())),
                member + " differs from the others at entry " + root.applied());
    }

    /** A command is about to be answered. */
    void answered(Envelope envelope, Answer answer) {
        if (answer instanceof Answer.Applied(Reply reply, long applied)) {
            Violation.unless(
                    answers.getOrDefault(applied, List.of()).contains(new Answered(envelope, reply)),
                    "answered before it is committed: " + envelope.command() + " with " + reply + " by entry "
                            + applied);
        }
    }

    private static long digest(State state) {
        return digest(STATES.encode(state));
    }

    private static long digest(byte[] bytes) {
        return ((long) bytes.length << 32) ^ Arrays.hashCode(bytes);
    }
}
