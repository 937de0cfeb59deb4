package org.manyhands.worker.lease;

import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.manyhands.wire.Beat;
import org.manyhands.wire.BeatAnswer;
import org.manyhands.wire.CommandAnswer;
import org.manyhands.wire.Holding;
import org.manyhands.wire.Receipt;
import org.manyhands.wire.Welcome;
import org.manyhands.wire.WorkerCommand;
import org.roaringbitmap.RoaringBitmap;

/**
 * What one session may run, is running, has finished and is reporting.
 *
 * <p>Concurrency: none of its own; one lock around every call. Time: every {@code now} is in milliseconds of a monotonic
 * clock that counts suspend. Ordering: reconciles and answers carry the number of the state that they come from, and the
 * highest seen wins. Failure: whatever is unknown is treated as if it may have happened, so that an item is never started
 * twice here and never reported by two commands.
 */
public final class Ledger {
    private final Set<Rule> rules;
    private final SortedMap<StepKey, Held> held = new TreeMap<>();
    private final Book running = new Book();
    private final Book streamed = new Book();
    private final SortedMap<StepKey, Integer> streams = new TreeMap<>();
    private final SortedMap<StepKey, SortedMap<Integer, Finished>> finished = new TreeMap<>();
    private final List<Finished> answered = new ArrayList<>();
    private final Book done = new Book();
    private final Book inFlight = new Book();

    private Optional<Welcome> session = Optional.empty();
    private long epoch;
    private long seen;
    private long heldAt;
    private long nextSeq;
    private boolean commandInFlight;
    private long seqInFlight;
    private long takenIn;
    private long deadlineMillis;
    private boolean fenced;
    private long reconcileFrom;
    private boolean leaving;
    private long leftIn;

    public Ledger() {
        this(EnumSet.allOf(Rule.class));
    }

    private Ledger(Set<Rule> rules) {
        this.rules = rules;
    }

    /** A ledger with one rule switched off, for the simulation to find. */
    public static Ledger without(Rule rule) {
        return new Ledger(EnumSet.complementOf(EnumSet.of(rule)));
    }

    // The session.

    /**
     * The session was opened, or opened again.
     *
     * @param sentMillis when the hello was sent
     */
    public void opened(Welcome welcome, long sentMillis, long now) {
        boolean same = session.isPresent()
                && session.get().getSession() == welcome.getSession()
                && epoch == welcome.getEpoch();
        if (!same) {
            forget();
            finished.clear();
            answered.clear();
            done.clear();
            heldAt = 0;
            reconcileFrom = 0;
        }
        if (epoch != welcome.getEpoch()) {
            seen = 0;
        }
        session = Optional.of(welcome);
        epoch = welcome.getEpoch();
        seen = Math.max(seen, welcome.getApplied());
        nextSeq = welcome.getNextSeq();
        answeredAt(welcome.getApplied(), sentMillis, now);
    }

    /**
     * The session is gone: nothing is held, and what runs must end. Its finished results go with it: its items were free,
     * so they may have been settled by others and retried since, and an attempt from before a retry must not count.
     */
    public void ended() {
        session = Optional.empty();
        forget();
    }

    private void forget() {
        held.clear();
        inFlight.clear();
        commandInFlight = false;
    }

    public boolean open() {
        return session.isPresent();
    }

    public long session() {
        return session.map(Welcome::getSession).orElse(0L);
    }

    /** The highest state that this node has seen. */
    public long seen() {
        return seen;
    }

    // Orders.

    /** Takes the newest truth about what the session holds; false if it is not newer, or of another session or epoch. */
    public boolean reconcile(Holding holding) {
        boolean old = holding.getApplied() < (rules.contains(Rule.OLD_ORDERS_ARE_IGNORED) ? seen : 0);
        if (!open() || holding.getSession() != session() || holding.getEpoch() != epoch || old) {
            return false;
        }
        seen = Math.max(seen, holding.getApplied());
        heldAt = holding.getApplied();
        held.clear();
        for (Holding.Lease lease : holding.getLeasesList()) {
            held.put(new StepKey(lease.getJob(), lease.getStep()), new Held(lease));
        }
        held.forEach(this::refresh);
        return true;
    }

    /** The next attempt to start, which counts as running from here on; none if nothing may start now. */
    public Optional<Start> next(long now) {
        if (!mayStart(now)) {
            return Optional.empty();
        }
        for (Map.Entry<StepKey, Held> entry : held.entrySet()) {
            StepKey step = entry.getKey();
            Held lease = entry.getValue();
            if (!lease.pending.isEmpty() && busy(step) < lease.width) {
                int item = lease.pending.first();
                lease.pending.remove(item);
                running.add(step, item);
                return Optional.of(start(step, item, lease));
            }
        }
        return Optional.empty();
    }

    private Start start(StepKey step, int item, Held lease) {
        long opened = session.orElseThrow().getApplied();
        return new Start(step, item, lease.attempt(item), lease.run, opened);
    }

    private boolean mayStart(long now) {
        return open()
                && !leaving
                && !fenced(now)
                && (heldAt >= reconcileFrom || !rules.contains(Rule.RECONCILE_AFTER_FENCE));
    }

    /** How many slots are at work on a step: a stream is one, however many items it was given. */
    private int busy(StepKey step) {
        int alone = running.of(step).getCardinality() - streamed.of(step).getCardinality();
        return alone + streams.getOrDefault(step, 0);
    }

    /** The slot of a running attempt takes more items of its step from here on, and keeps its place until the end. */
    public void streamBegan(Start first) {
        streamed.add(first.step(), first.item());
        streams.merge(first.step(), 1, Integer::sum);
    }

    /** A stream ended. What it was given must be answered or abandoned before. */
    public void streamEnded(StepKey step) {
        streams.computeIfPresent(step, (_, count) -> count == 1 ? null : count - 1);
    }

    /** More items for a stream, the lowest that may start, which count as running from here on; none if none may. */
    public List<Start> more(StepKey step, int max, long now) {
        Held lease = held.get(step);
        if (lease == null || lease.pending.isEmpty() || !mayStart(now)) {
            return List.of();
        }
        RoaringBitmap taken = lease.pending.limit(max);
        lease.pending.andNot(taken);
        running.addAll(step, taken);
        streamed.addAll(step, taken);
        List<Start> starts = new ArrayList<>();
        for (int item : taken) {
            starts.add(start(step, item, lease));
        }
        return starts;
    }

    /** Whether a stream may wait for more items: some are held, in whatever state, and its place is still its own. */
    public boolean mayStream(StepKey step) {
        Held lease = held.get(step);
        return open() && lease != null && busy(step) <= lease.width;
    }

    /** Whether something of another step may start now. */
    public boolean mayStartBeside(StepKey step, long now) {
        return mayStart(now)
                && held.entrySet().stream()
                        .anyMatch(entry -> !entry.getKey().equals(step)
                                && !entry.getValue().pending.isEmpty()
                                && busy(entry.getKey()) < entry.getValue().width);
    }

    /** Of these items of a step, those whose results would be kept. */
    public RoaringBitmap kept(StepKey step, RoaringBitmap items) {
        Held lease = held.get(step);
        return open() && lease != null ? RoaringBitmap.and(items, lease.items) : new RoaringBitmap();
    }

    private boolean holds(StepKey step, int item) {
        Held lease = held.get(step);
        return open() && lease != null && lease.items.contains(item);
    }

    /** Computes anew which items of a lease may start. */
    private void refresh(StepKey step, Held lease) {
        lease.pending = lease.items.clone();
        lease.pending.andNot(lease.unstarted);
        lease.pending.andNot(lease.kill);
        lease.pending.andNot(running.of(step));
        lease.pending.andNot(done.of(step));
        if (rules.contains(Rule.IN_FLIGHT_IS_NOT_STARTED)) {
            lease.pending.andNot(inFlight.of(step));
        }
    }

    /** What runs and must end: it is marked, it is no longer held, or the node is past the deadline of its step. */
    public List<Start> doomed(long now) {
        List<Start> doomed = new ArrayList<>();
        boolean late = fenced(now);
        running.steps().forEach((step, items) -> {
            Held lease = held.get(step);
            RoaringBitmap gone = items.clone();
            if (open() && lease != null && !(late && now >= deadlineMillis(lease))) {
                RoaringBitmap kept = RoaringBitmap.andNot(lease.items, lease.kill);
                gone.andNot(kept);
            }
            gone.forEach((int item) -> doomed.add(new Start(step, item, 0, 0, 0)));
        });
        return doomed;
    }

    // Results.

    /** An attempt ended by itself. Its result is kept until it is committed, if the item is still held. */
    public void finished(Start start, Result result) {
        running.remove(start.step(), start.item());
        streamed.remove(start.step(), start.item());
        if (holds(start.step(), start.item())) {
            finished.computeIfAbsent(start.step(), _ -> new TreeMap<>()).put(start.item(), new Finished(start, result));
            done.add(start.step(), start.item());
        }
    }

    /** A stream answered items of one step; they count together until they are committed. */
    public void answered(Finished together) {
        StepKey step = together.start().step();
        running.removeAll(step, together.items());
        streamed.removeAll(step, together.items());
        RoaringBitmap kept = kept(step, together.items());
        if (!kept.isEmpty()) {
            answered.add(new Finished(together.start(), together.result(), kept));
            done.addAll(step, kept);
        }
    }

    /** A stream ended without an answer to these; its process tree is gone. */
    public void abandoned(StepKey step, RoaringBitmap items) {
        running.removeAll(step, items);
        streamed.removeAll(step, items);
        Held lease = held.get(step);
        if (lease != null) {
            refresh(step, lease);
        }
    }

    /** An attempt was ended by this node and has no result; its process tree is gone. */
    public void abandoned(StepKey step, int item) {
        running.remove(step, item);
        streamed.remove(step, item);
        Held lease = held.get(step);
        if (lease != null) {
            refresh(step, lease);
        }
    }

    /** Whether nothing runs and nothing may start. */
    public boolean idle() {
        return running.isEmpty() && held.values().stream().allMatch(lease -> lease.pending.isEmpty());
    }

    /** How many attempts the leases let run at once. */
    public int width() {
        return held.values().stream()
                .mapToInt(lease -> Math.min(lease.width, lease.items.getCardinality()))
                .sum();
    }

    /** Whether this item runs here. */
    public boolean running(StepKey step, int item) {
        return running.contains(step, item);
    }

    /** How many slots are at work. */
    public int runningCount() {
        SortedSet<StepKey> steps = new TreeSet<>(running.steps().keySet());
        steps.addAll(streams.keySet());
        return steps.stream().mapToInt(this::busy).sum();
    }

    /** The steps that have finished attempts which are in no command yet. */
    public Collection<StepKey> stepsToCommit() {
        SortedSet<StepKey> steps = new TreeSet<>(finished.keySet());
        answered.forEach(each -> steps.add(each.start().step()));
        return steps;
    }

    // Commands: at most one is in flight.

    /** Takes all finished attempts into the next command; empty if there are none or a command is in flight. */
    public List<Finished> takeFinished() {
        if (commandInFlight || !open() || done.isEmpty()) {
            return List.of();
        }
        List<Finished> taken = new ArrayList<>(answered);
        finished.values().forEach(items -> taken.addAll(items.values()));
        taken.forEach(each -> inFlight.addAll(each.start().step(), each.items()));
        finished.clear();
        answered.clear();
        done.clear();
        commandInFlight = true;
        takenIn = session();
        return taken;
    }

    /**
     * The commit of attempts that {@link #takeFinished} gave, whose records are in the pack; empty if their session ended
     * in the meantime, which may run the same items anew.
     */
    public Optional<WorkerCommand> commit(List<Finished> taken, ByteString pack, List<Receipt> receipts) {
        if (!open() || takenIn != session()) {
            return Optional.empty();
        }
        return Optional.of(numbered()
                .setCommit(WorkerCommand.Commit.newBuilder()
                        .addAllParts(CommitParts.of(taken))
                        .setPack(pack)
                        .addAllReceipts(receipts))
                .build());
    }

    /** The node is about to end: nothing starts any more, and what does not run is given back. */
    public void leave() {
        leaving = true;
    }

    /** Whether a node that leaves has finished and reported all that it had, and is given nothing new. */
    public boolean left() {
        return leaving && running.isEmpty() && (!open() || (done.isEmpty() && !commandInFlight && !mustSayLeaving()));
    }

    private boolean mustSayLeaving() {
        return leaving && leftIn != session();
    }

    /** Whether {@link #release} would give something back, or say something. */
    public boolean canRelease() {
        return !commandInFlight
                && (mustSayLeaving()
                        || held.entrySet().stream()
                                .anyMatch(entry -> !returnable(entry.getKey(), entry.getValue())
                                        .isEmpty()));
    }

    private RoaringBitmap returnable(StepKey step, Held lease) {
        RoaringBitmap back = leaving ? lease.items.clone() : RoaringBitmap.or(lease.unstarted, lease.kill);
        back.andNot(running.of(step));
        back.andNot(done.of(step));
        return back;
    }

    /** Gives back what is marked, or all if the node leaves, and does not run; empty if there is nothing or a command is in flight. */
    public Optional<WorkerCommand> release() {
        if (commandInFlight || !open()) {
            return Optional.empty();
        }
        held.forEach((step, lease) -> inFlight.addAll(step, returnable(step, lease)));
        if (inFlight.isEmpty() && !mustSayLeaving()) {
            return Optional.empty();
        }
        commandInFlight = true;
        leftIn = leaving ? session() : 0;
        return Optional.of(numbered()
                .setRelease(WorkerCommand.Release.newBuilder()
                        .addAllParts(inFlight.given())
                        .setLeaving(leaving))
                .build());
    }

    /** The command in flight, numbered again when it must be repeated. */
    public WorkerCommand repeat(WorkerCommand command) {
        if (!rules.contains(Rule.REPEATS_KEEP_THEIR_NUMBER)) {
            seqInFlight = ++nextSeq;
        }
        return command.toBuilder().setSeq(seqInFlight).build();
    }

    public boolean commandInFlight() {
        return commandInFlight;
    }

    /**
     * A command was answered. What is said of the one in flight ends it, unless it is Busy; a late second answer to an
     * earlier one is ignored, and its number tells them apart.
     */
    public void answered(CommandAnswer answer) {
        if (!commandInFlight || answer.getEpoch() != epoch) {
            return;
        }
        switch (answer.getAnswerCase()) {
            case BUSY, ANSWER_NOT_SET -> {}
            case ENDED -> ended();
            case DONE -> {
                if (answer.getNextSeq() == seqInFlight + 1) {
                    settle(answer);
                }
            }
            case STALE -> {
                if (answer.getNextSeq() > seqInFlight + 1) {
                    settle(answer);
                }
            }
        }
    }

    private void settle(CommandAnswer answer) {
        if (heldAt < answer.getApplied()) {
            inFlight.steps().forEach((step, items) -> {
                Held lease = held.get(step);
                if (lease != null) {
                    lease.forget(items);
                }
            });
        }
        seen = Math.max(seen, answer.getApplied());
        nextSeq = answer.getNextSeq();
        inFlight.clear();
        commandInFlight = false;
        held.forEach(this::refresh);
    }

    private WorkerCommand.Builder numbered() {
        seqInFlight = nextSeq;
        return WorkerCommand.newBuilder().setSession(session()).setSeq(nextSeq);
    }

    // Beats and the deadline.

    public Beat beat(double load, String trouble) {
        Book uncommitted = new Book();
        done.steps().forEach(uncommitted::addAll);
        inFlight.steps().forEach(uncommitted::addAll);
        return Beat.newBuilder()
                .setSession(session())
                .setSeenEpoch(epoch)
                .setSeenApplied(seen)
                .addAllRunning(running.given())
                .addAllFinished(uncommitted.given())
                .setLoad(load)
                .setTrouble(trouble)
                .setReconciled(heldAt >= reconcileFrom ? heldAt : 0)
                .build();
    }

    /**
     * A beat was answered. That the session is gone counts in whichever epoch: a cluster that was recovered does not know it.
     *
     * @param sentMillis when the beat was sent
     */
    public void beatAnswered(BeatAnswer answer, long sentMillis, long now) {
        if (!open()) {
            return;
        }
        if (answer.getEnded()) {
            ended();
        } else if (answer.getEpoch() == epoch) {
            seen = Math.max(seen, answer.getApplied());
            answeredAt(answer.getApplied(), sentMillis, now);
        }
    }

    private void answeredAt(long applied, long sentMillis, long now) {
        boolean wasFenced = fenced(now);
        long from = rules.contains(Rule.DEADLINE_FROM_SENDING) ? sentMillis : now;
        deadlineMillis = Math.max(deadlineMillis, from + session.orElseThrow().getTtlMillis());
        if (wasFenced) {
            reconcileFrom = Math.max(reconcileFrom, applied);
        }
        fenced = now >= deadlineMillis;
    }

    /** Whether the node is past its own deadline. */
    public boolean fenced(long now) {
        if (open() && now >= deadlineMillis && rules.contains(Rule.FENCE_AT_OWN_DEADLINE)) {
            fenced = true;
        }
        return fenced;
    }

    /** When the node must stop by itself if no beat is answered before: it starts nothing, and ends what may not stay. */
    public long deadlineMillis() {
        return deadlineMillis;
    }

    /** When it must end what it runs of a step, if no beat is answered before. */
    public long deadlineMillis(StepKey step) {
        Held lease = held.get(step);
        return lease == null ? deadlineMillis : deadlineMillis(lease);
    }

    private long deadlineMillis(Held lease) {
        return deadlineMillis + (rules.contains(Rule.KEEP_WHAT_MAY_STAY) ? lease.lostAfterMillis : 0);
    }
}
