package org.manyhands.server.control;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.manyhands.core.command.Actor;
import org.manyhands.core.command.Command;
import org.manyhands.core.command.Entry;
import org.manyhands.core.command.Envelope;
import org.manyhands.core.machine.Machine;
import org.manyhands.core.place.Conditions;
import org.manyhands.core.place.Distances;
import org.manyhands.core.place.Placement;
import org.manyhands.core.place.Placer;
import org.manyhands.core.state.State;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes entries of commands while this member leads: tries each batch on its own root first, and lets the placer add its
 * grants to the same entry.
 *
 * <p>Concurrency: one lock around every call; answers are given outside of it. Ordering: the head is the state after
 * everything proposed in this term, so that entries in flight build on each other. Failure: when an entry is not known to
 * be applied, nothing more is proposed until none is in flight, and then the head starts again from the replica's root.
 * Such an entry may still be applied later, below others: so it does when an entry makes a state of another number.
 */
public final class Proposer {
    /** Commands waiting for an entry; one more is refused. */
    static final int QUEUE_MAX = 20_000;

    /** An encoded command above this is refused: bigger data travels as blobs. An entry of more than this is split. */
    public static final int ENTRY_BYTES_MAX = 900 << 10;

    private static final int BATCH_COMMANDS_MAX = 2_000;
    private static final int IN_FLIGHT_MAX = 4;
    private static final Logger LOG = LoggerFactory.getLogger(Proposer.class);

    private final Replica replica;
    private final Placer placer;
    private final Set<Rule> rules;
    private final int entryBytesMax;
    private final Deque<Pending> queue = new ArrayDeque<>();
    private State head;
    private Placement placement = Placement.NONE;
    private long ticksMinusNow;
    private boolean leading;
    private boolean broken;
    private boolean dirty;
    private int inFlight;

    /**
     * @param conditions what {@code where} of steps means, for the placer
     * @param distances where inputs are, for the placer
     */
    public Proposer(Replica replica, Conditions conditions, Distances distances) {
        this(replica, conditions, distances, EnumSet.allOf(Rule.class), ENTRY_BYTES_MAX);
    }

    Proposer(Replica replica, Conditions conditions, Distances distances, Set<Rule> rules, int entryBytesMax) {
        this.replica = replica;
        placer = new Placer(conditions, distances);
        this.rules = rules;
        this.entryBytesMax = entryBytesMax;
        head = replica.root();
    }

    /** A proposer with one rule switched off, for the simulation to find. */
    public static Proposer without(Rule rule, Replica replica, Conditions conditions, Distances distances) {
        return new Proposer(replica, conditions, distances, EnumSet.complementOf(EnumSet.of(rule)), ENTRY_BYTES_MAX);
    }

    /** This member leads from here on: everything of earlier terms is applied. */
    public void lead(long nowMillis) {
        leading = true;
        restart();
        ticksMinusNow = head.ticks() - nowMillis;
    }

    /** This member leads no more; what waits is answered Refused. */
    public List<Runnable> follow() {
        leading = false;
        List<Runnable> answers = new ArrayList<>();
        for (Pending pending : queue) {
            answers.add(() -> pending.waiter().accept(new Answer.Refused("this control node does not lead any more")));
        }
        queue.clear();
        return answers;
    }

    /** Queues a command; false if the queue is full or this member does not lead. */
    public boolean offer(Envelope envelope, Consumer<Answer> waiter) {
        return leading && queue.size() < QUEUE_MAX && queue.add(new Pending(envelope, waiter));
    }

    public boolean leading() {
        return leading;
    }

    /** Why each step got what it got when the placer last ran. */
    public Placement placement() {
        return placement;
    }

    /** When {@link #propose} may have something to say without a new command; none if never. */
    public Optional<Long> nextMillis() {
        return placement.nextDueTicks().map(ticks -> ticks - ticksMinusNow);
    }

    /** The next entry, or nothing if there is nothing to say or too much is in flight. */
    public Optional<Proposal> propose(long nowMillis, long wallMillis) {
        if (!leading || broken || inFlight >= IN_FLIGHT_MAX) {
            return Optional.empty();
        }
        if (inFlight == 0
                && head.applied() != replica.root().applied()
                && rules.contains(Rule.HEAD_FOLLOWS_LATE_ENTRIES)) {
            restart();
        }
        long ticks = Math.max(head.ticks(), nowMillis + ticksMinusNow);
        boolean due = placement.nextDueTicks().map(next -> next <= ticks).orElse(false);
        if (queue.isEmpty() && !dirty && !due) {
            return Optional.empty();
        }
        Draft draft = draft(tried(batch(), ticks, wallMillis), ticks, wallMillis);
        while (draft.commands == 0 && !queue.isEmpty()) {
            draft = draft(tried(batch(), ticks, wallMillis), ticks, wallMillis);
        }
        if (draft.commands == 0) {
            return Optional.empty();
        }
        head = draft.after;
        inFlight++;
        return Optional.of(new Proposal(
                draft.bytes,
                draft.after.applied(),
                draft.batch.stream().map(Pending::waiter).toList()));
    }

    /** An entry that fits the log, and the state that it makes of the head. */
    // As in Proposal: nobody compares drafts by content.
    @SuppressWarnings("ArrayRecordComponent")
    private record Draft(List<Pending> batch, int commands, State after, byte[] bytes) {}

    /**
     * Makes an entry of a batch and of what the placer adds to it. What does not fit stays in the queue, and grants that do
     * not fit are found anew by the placer, which then sees the others.
     */
    private Draft draft(List<Pending> tried, long ticks, long wallMillis) {
        List<Pending> batch = fitting(tried, ticks, wallMillis);
        List<Envelope> commands = envelopes(batch);
        State after = dryRun(commands, ticks, wallMillis);
        placement = placer.place(after);
        dirty = false;
        List<Command> placed =
                new ArrayList<>(rules.contains(Rule.DRAINS_HAVE_AN_END) ? placement.revokes() : List.of());
        placed.addAll(placement.grants());
        while (!placed.isEmpty()) {
            List<Envelope> all = new ArrayList<>(commands);
            placed.forEach(command -> all.add(new Envelope(Actor.LEADER, command)));
            byte[] allBytes = encode(all, ticks, wallMillis);
            if (allBytes.length <= entryBytesMax) {
                return new Draft(batch, all.size(), dryRun(all, ticks, wallMillis), allBytes);
            }
            dirty = true;
            placed = placed.subList(0, placed.size() / 2);
        }
        return new Draft(batch, commands.size(), after, encode(commands, ticks, wallMillis));
    }

    /** As many of the first commands as fit an entry; the others go back. A command that fits none is refused. */
    private List<Pending> fitting(List<Pending> tried, long ticks, long wallMillis) {
        List<Pending> batch = tried;
        int bytes = encode(envelopes(batch), ticks, wallMillis).length;
        while (bytes > entryBytesMax) {
            if (batch.size() == 1) {
                batch.getFirst()
                        .waiter()
                        .accept(new Answer.Refused(
                                "the command has " + bytes + " bytes (limit: " + entryBytesMax
                                        + "); let fewer steps share a job, or give what is large as files",
                                false));
                return List.of();
            }
            int kept = batch.size() / 2;
            batch.subList(kept, batch.size()).reversed().forEach(queue::addFirst);
            batch = batch.subList(0, kept);
            bytes = encode(envelopes(batch), ticks, wallMillis).length;
        }
        return batch;
    }

    private static byte[] encode(List<Envelope> commands, long ticks, long wallMillis) {
        return Replica.ENTRIES.encode(new Entry(commands, ticks, wallMillis));
    }

    private static List<Envelope> envelopes(List<Pending> batch) {
        return batch.stream().map(Pending::envelope).toList();
    }

    /** An entry was applied here at this index. The answers are to be given outside of the lock. */
    public List<Runnable> applied(Proposal proposal, long index) {
        Optional<Replica.Replies> replies = replica.take(index);
        boolean expected = replies.isPresent() && replies.get().applied() == proposal.applied();
        broken |= !expected && rules.contains(Rule.HEAD_FOLLOWS_LATE_ENTRIES);
        landed();
        if (replies.isEmpty()) {
            return answers(proposal, new Answer.Unknown("the replies of the entry are no longer there"));
        }
        List<Runnable> answers = new ArrayList<>();
        for (int i = 0; i < proposal.waiters().size(); i++) {
            Consumer<Answer> waiter = proposal.waiters().get(i);
            Answer answer = new Answer.Applied(
                    replies.get().replies().get(i), replies.get().applied());
            answers.add(() -> waiter.accept(answer));
        }
        return answers;
    }

    /** An entry never entered the log. */
    public List<Runnable> refused(Proposal proposal, String sentence) {
        return refused(proposal, new Answer.Refused(sentence));
    }

    List<Runnable> refused(Proposal proposal, Answer.Refused refusal) {
        broken = true;
        landed();
        return answers(proposal, refusal);
    }

    /** Nobody can say whether an entry is or will be applied. */
    public List<Runnable> unknown(Proposal proposal, String cause) {
        broken = true;
        landed();
        return answers(proposal, new Answer.Unknown(cause));
    }

    private void landed() {
        inFlight--;
        broken &= rules.contains(Rule.HEAD_STARTS_AGAIN);
        if (broken && inFlight == 0) {
            restart();
        }
    }

    private void restart() {
        if (inFlight > 0) {
            broken = true;
            return;
        }
        broken = false;
        dirty = true;
        head = replica.root();
    }

    private List<Pending> batch() {
        List<Pending> batch = new ArrayList<>();
        while (!queue.isEmpty() && batch.size() < BATCH_COMMANDS_MAX) {
            Pending pending = queue.remove();
            Optional<String> tooEarly = tooEarly(pending.envelope().command());
            if (tooEarly.isPresent()) {
                pending.waiter().accept(new Answer.Refused(tooEarly.get(), false));
            } else {
                batch.add(pending);
            }
        }
        return batch;
    }

    /** By what is committed, and not by the head, whose entries may yet be lost. */
    private Optional<String> tooEarly(Command command) {
        return rules.contains(Rule.COMMANDS_WAIT_FOR_THEIR_LEVEL)
                ? Machine.tooEarly(command, replica.root().level())
                : Optional.empty();
    }

    /** The commands that the machine can apply. One at which it throws is a bug: it is told, and never enters the log. */
    private List<Pending> tried(List<Pending> batch, long ticks, long wallMillis) {
        try {
            dryRun(envelopes(batch), ticks, wallMillis);
            return batch;
        } catch (RuntimeException bug) {
            List<Pending> good = new ArrayList<>();
            State state = head;
            for (Pending pending : batch) {
                try {
                    Entry entry = new Entry(List.of(pending.envelope()), ticks, wallMillis);
                    state = replica.machine().apply(state, entry).state();
                    good.add(pending);
                } catch (RuntimeException culprit) {
                    Command command = pending.envelope().command();
                    LOG.error("A command made the machine throw, and was refused: {}", command, culprit);
                    pending.waiter().accept(new Answer.Refused("internal error: " + culprit, false));
                }
            }
            return good;
        }
    }

    private State dryRun(List<Envelope> commands, long ticks, long wallMillis) {
        Machine machine = replica.machine();
        return machine.apply(head, new Entry(commands, ticks, wallMillis)).state();
    }

    static List<Runnable> answers(Proposal proposal, Answer answer) {
        List<Runnable> answers = new ArrayList<>();
        proposal.waiters().forEach(waiter -> answers.add(() -> waiter.accept(answer)));
        return answers;
    }
}
