package org.manyhands.server.api;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.manyhands.core.Bytes;
import org.manyhands.core.StepRef;
import org.manyhands.core.command.Actor;
import org.manyhands.core.command.Command;
import org.manyhands.core.command.CommitPart;
import org.manyhands.core.command.Entry;
import org.manyhands.core.command.Envelope;
import org.manyhands.core.items.ItemSet;
import org.manyhands.core.machine.Machine;
import org.manyhands.core.place.Placement;
import org.manyhands.core.state.Job;
import org.manyhands.core.state.Lease;
import org.manyhands.core.state.Session;
import org.manyhands.core.state.State;
import org.manyhands.core.state.Step;

/**
 * When the steps of a job would begin and end, and where: the real machine and the real placer in a time of their own, in which every task
 * takes as long as tasks of its step did, and none fails. What a node was given is done together, which is what makes it quick.
 */
final class Timeline {
    /** Looks no further than so many things that happen, nor for longer than so long. */
    private static final int EVENTS_MAX = 5_000;

    private static final long LOOK_NANOS_MAX = TimeUnit.SECONDS.toNanos(3);
    private static final Bytes PACK = Bytes.copyOf(new byte[] {0});

    private final Machine machine = new Machine();
    private final Actor nobody = new Actor("forecast", "self", "", 0);
    private final Function<State, Placement> placer;
    private final ToLongFunction<StepRef> millis;
    private final long job;
    private final long beganTicks;
    private final PriorityQueue<Batch> batches = new PriorityQueue<>();
    private final SortedSet<String> busy = new TreeSet<>();
    private final List<Span> spans = new ArrayList<>();
    private State state;
    private long now;
    private Placement placement = Placement.NONE;

    /**
     * A step in that time.
     *
     * @param beginMillis from now, when its first task begins; -1: beyond what was looked at
     * @param endMillis from now, when its last task has ended; -1: beyond what was looked at
     * @param nodes how many tasks would run where, by name
     */
    record Span(long beginMillis, long endMillis, SortedMap<String, Long> nodes) {
        static final Span NONE = new Span(-1, -1, Collections.emptySortedMap());

        Span begun(long millis, String node, long tasks) {
            SortedMap<String, Long> more = new TreeMap<>(nodes);
            more.merge(node, tasks, Long::sum);
            return new Span(beginMillis < 0 ? millis : beginMillis, endMillis, more);
        }

        Span ended(long millis) {
            return new Span(Math.max(0, beginMillis), millis, nodes);
        }
    }

    /** Items that a node was given together. */
    private record Batch(long endTicks, long session, StepRef step, ItemSet items) implements Comparable<Batch> {
        @Override
        public int compareTo(Batch other) {
            int byTime = Long.compare(endTicks, other.endTicks);
            int bySession = byTime == 0 ? Long.compare(session, other.session) : byTime;
            return bySession == 0 ? step.compareTo(other.step) : bySession;
        }
    }

    /**
     * Begins with a state in which the job is.
     *
     * @param millis how long a task of a step takes
     */
    Timeline(State state, long job, Function<State, Placement> placer, ToLongFunction<StepRef> millis) {
        this.state = state;
        this.job = job;
        this.placer = placer;
        this.millis = millis;
        now = state.ticks();
        beganTicks = now;
        state.jobs().at(job).steps().forEach(step -> spans.add(Span.NONE));
    }

    /** The steps of the job, as far as was looked. */
    List<Span> look() {
        long giveUp = System.nanoTime() + LOOK_NANOS_MAX;
        place();
        for (int events = 0; events < EVENTS_MAX && running() && System.nanoTime() < giveUp; events++) {
            if (!advance()) {
                break;
            }
            place();
        }
        return List.copyOf(spans);
    }

    /** How far it looked. */
    long lookedMillis() {
        return now - beganTicks;
    }

    private boolean running() {
        return state.jobs().get(job).filter(Job::running).isPresent();
    }

    /** To the next thing that happens; false if nothing does. */
    private boolean advance() {
        Batch next = batches.poll();
        if (next != null) {
            now = Math.max(now, next.endTicks);
            busy.remove(key(next.session, next.step));
            done(next);
            return true;
        }
        Optional<Long> due = placement.nextDueTicks();
        due.ifPresent(ticks -> now = Math.max(now, ticks));
        return due.isPresent();
    }

    private void place() {
        apply(List.of());
        placement = placer.apply(state);
        List<Command> commands = new ArrayList<>(placement.revokes());
        commands.addAll(placement.grants());
        apply(commands);
        state.sessions()
                .forEach((id, session) -> session.leases().forEach((step, lease) -> begin(session, step, lease)));
    }

    private void begin(Session session, StepRef step, Lease lease) {
        if (session.silent() || !busy.add(key(session.id(), step))) {
            return;
        }
        // More comes before the last round of it is over, and so no place is idle in that.
        long one = millis.applyAsLong(step);
        long all = Math.max(one, lease.items().size() * one / Math.max(1, lease.used()));
        batches.add(new Batch(now + all, session.id(), step, lease.items()));
        if (step.job() == job) {
            Span span = spans.get(step.step());
            spans.set(
                    step.step(),
                    span.begun(lookedMillis(), session.node(), lease.items().size()));
        }
    }

    private void done(Batch batch) {
        Optional<Session> session = state.sessions().get(batch.session);
        Optional<Lease> lease = session.flatMap(open -> open.leases().get(batch.step));
        if (lease.isEmpty()) {
            return;
        }
        ItemSet items = batch.items.and(lease.get().items());
        index(batch.step);
        long took = items.size() * millis.applyAsLong(batch.step);
        apply(List.of(new Command.Commit(
                batch.session,
                session.get().nextSeq(),
                List.of(new CommitPart(batch.step, items, List.of(), took, Long.MAX_VALUE)),
                PACK,
                List.of())));
        if (batch.step.job() == job && over(batch.step)) {
            spans.set(batch.step.step(), spans.get(batch.step.step()).ended(lookedMillis()));
        }
    }

    private boolean over(StepRef ref) {
        Optional<Job> found = state.jobs().get(ref.job());
        return found.isEmpty()
                || found.get().steps().get(ref.step()).settled().size()
                        == found.get().plan().steps().get(ref.step()).items();
    }

    /** A step that has very many commits takes no more before they are found by one. */
    private void index(StepRef ref) {
        Step step = state.jobs().at(ref.job()).steps().get(ref.step());
        if (step.commits().size() >= Step.COMMITS_MAX / 2) {
            apply(List.of(new Command.IndexCommits(
                    ref, step.commits().last().orElseThrow().key(), PACK, List.of())));
        }
    }

    private void apply(List<? extends Command> commands) {
        List<Envelope> envelopes =
                commands.stream().map(command -> new Envelope(nobody, command)).toList();
        state = machine.apply(state, new Entry(envelopes, now, state.wallMillis() + lookedMillis()))
                .state();
    }

    private static String key(long session, StepRef step) {
        return session + " " + step;
    }
}
