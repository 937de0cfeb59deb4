package org.manyhands.core.kit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.manyhands.core.Bytes;
import org.manyhands.core.StepRef;
import org.manyhands.core.command.Actor;
import org.manyhands.core.command.Command;
import org.manyhands.core.command.CommitPart;
import org.manyhands.core.command.Entry;
import org.manyhands.core.command.Envelope;
import org.manyhands.core.command.Event;
import org.manyhands.core.command.FailureReason;
import org.manyhands.core.command.Failures;
import org.manyhands.core.command.Receipt;
import org.manyhands.core.command.ReleasePart;
import org.manyhands.core.command.Reply;
import org.manyhands.core.command.Role;
import org.manyhands.core.command.Verdict;
import org.manyhands.core.items.ItemSet;
import org.manyhands.core.machine.Machine;
import org.manyhands.core.machine.Outcome;
import org.manyhands.core.place.Distances;
import org.manyhands.core.place.Placement;
import org.manyhands.core.place.Placer;
import org.manyhands.core.plan.Plan;
import org.manyhands.core.plan.StepPlan;
import org.manyhands.core.state.Invariants;
import org.manyhands.core.state.Job;
import org.manyhands.core.state.Lease;
import org.manyhands.core.state.Phase;
import org.manyhands.core.state.Session;
import org.manyhands.core.state.State;
import org.manyhands.core.state.Step;

/**
 * A state driven by commands, one entry each unless said otherwise. The invariants are checked after every entry. Words of
 * the kit (open, submit, granted…) fail when the machine refuses; {@link #apply} returns what it answered.
 */
public final class MachineFixture {
    private final Machine machine;
    private State state = State.initial(7);
    private List<Event> events = List.of();
    private long ticks;
    private int keys;
    private int packs;

    public MachineFixture() {
        this(new Machine());
    }

    public MachineFixture(Machine machine) {
        this.machine = machine;
    }

    public State state() {
        return state;
    }

    /** The events of the last entry. */
    public List<Event> events() {
        return events;
    }

    public Job job(long id) {
        return state.jobs().at(id);
    }

    public Step step(StepRef ref) {
        return job(ref.job()).steps().get(ref.step());
    }

    public Session session(long id) {
        return state.sessions().at(id);
    }

    public boolean gone(long session) {
        return !state.sessions().containsKey(session);
    }

    public Lease lease(long session, StepRef ref) {
        return state.sessions()
                .get(session)
                .flatMap(found -> found.leases().get(ref))
                .orElse(Lease.NONE);
    }

    public ItemSet ready(StepRef ref) {
        return job(ref.job()).ready(ref.step());
    }

    public Optional<Verdict> verdict(long job) {
        return job(job).phase() instanceof Phase.Decided decided ? Optional.of(decided.verdict()) : Optional.empty();
    }

    /** The ticks of the entries that follow. */
    public MachineFixture at(long newTicks) {
        ticks = newTicks;
        return this;
    }

    public Reply apply(Command command) {
        return entry(command).getFirst();
    }

    /** One entry of these commands. */
    public List<Reply> entry(Command... commands) {
        List<Envelope> envelopes = Stream.of(commands)
                .map(command -> new Envelope(Actor.LEADER, command))
                .toList();
        Outcome outcome = machine.apply(state, new Entry(envelopes, ticks, 1_700_000_000_000L + ticks));
        state = outcome.state();
        events = outcome.events();
        Invariants.check(state);
        return outcome.replies();
    }

    /** So many entries without a command. */
    public void pass(int entries) {
        for (int i = 0; i < entries; i++) {
            state = machine.apply(state, new Entry(List.of(), ticks, 0)).state();
        }
    }

    public static Command.OpenSession opening(String node, long boot, long tag, SortedMap<String, Long> inventory) {
        return new Command.OpenSession(node, boot, tag, inventory, Collections.emptySortedMap(), Bytes.EMPTY);
    }

    public static SortedMap<String, Long> cores(long cores) {
        return new TreeMap<>(Collections.singletonMap("cpu", cores * 1_000));
    }

    /** A node of eight cores. */
    public long open(String node) {
        return open(node, 8);
    }

    public long open(String node, long cores) {
        return opened(opening(node, 1, node.length(), cores(cores)));
    }

    public long opened(Command.OpenSession open) {
        return expect(Reply.Opened.class, apply(open)).session();
    }

    public Command.SubmitJob submission(int priority, StepBuilder... steps) {
        List<StepPlan> plans = Arrays.stream(steps).map(StepBuilder::build).toList();
        return new Command.SubmitJob(
                key(), state.applied(), new Plan("job", plans, priority, Optional.empty(), "somebody"));
    }

    public long submit(StepBuilder... steps) {
        return submit(0, steps);
    }

    public long submit(int priority, StepBuilder... steps) {
        return submitted(submission(priority, steps));
    }

    public long submitted(Command.SubmitJob submit) {
        return expect(Reply.Submitted.class, apply(submit)).job();
    }

    public Bytes key() {
        return Bytes.ofHex(String.format("%08x", ++keys));
    }

    public void granted(long session, StepRef ref, ItemSet items) {
        granted(session, ref, items, 1);
    }

    public void granted(long session, StepRef ref, ItemSet items, int width) {
        expect(Reply.Done.class, apply(new Command.Grant(session, ref, items, width)));
    }

    /** The next command of the session: these items were done. */
    public Reply ok(long session, StepRef ref, int... items) {
        return ok(session, ref, ItemSet.of(items));
    }

    public Reply ok(long session, StepRef ref, ItemSet items) {
        return commit(session, part(ref, items, ItemSet.EMPTY));
    }

    /** The next command of the session: these items failed with exit code 1. */
    public Reply failed(long session, StepRef ref, int... items) {
        return failed(session, ref, ItemSet.of(items));
    }

    public Reply failed(long session, StepRef ref, ItemSet items) {
        return commit(session, part(ref, ItemSet.EMPTY, items));
    }

    public Reply commit(long session, CommitPart... parts) {
        return apply(commit(session, nextSeq(session), parts));
    }

    public Command.Commit commit(long session, long seq, CommitPart... parts) {
        packs++;
        return new Command.Commit(session, seq, List.of(parts), pack(packs), List.of(new Receipt("store", packs)));
    }

    /** The name of the pack of the n-th commit. */
    public static Bytes pack(int number) {
        return Bytes.ofHex(String.format("aa%06x", number));
    }

    public static CommitPart part(StepRef ref, ItemSet ok, ItemSet failed) {
        List<Failures> failures =
                failed.isEmpty() ? List.of() : List.of(new Failures(FailureReason.EXIT, 1, failed, "it said no"));
        return new CommitPart(ref, ok, failures, 100 * (ok.size() + failed.size()), Long.MAX_VALUE);
    }

    /** The next command of the session: it gives these items back. */
    public Reply release(long session, StepRef ref, int... items) {
        return apply(new Command.Release(
                session, nextSeq(session), List.of(new ReleasePart(ref, ItemSet.of(items))), false));
    }

    public void end(long session, boolean lost) {
        expect(
                Reply.Done.class,
                apply(new Command.EndSession(
                        session, lost, "silent", state().sessions().at(session).openedApplied())));
    }

    /** The node of the session is dead, and was running these items of the step. */
    public void died(long session, StepRef ref, int... items) {
        Command.EndSession end = new Command.EndSession(
                session,
                true,
                "silent",
                state().sessions().at(session).openedApplied(),
                new TreeMap<>(Map.of(ref, ItemSet.of(items))));
        expect(Reply.Done.class, apply(end));
    }

    public void cancel(long job) {
        expect(Reply.Done.class, apply(new Command.CancelJob(job, "enough")));
    }

    /** To the highest level that the machine knows. */
    public void raise() {
        expect(Reply.Done.class, apply(new Command.RaiseLevel(machine.known())));
    }

    /** The page is named after the job. */
    public void archive(long job) {
        expect(Reply.Done.class, apply(archiving(job)));
    }

    public Command.ArchiveJob archiving(long job) {
        return new Command.ArchiveJob(
                job, job(job).run(), Bytes.ofHex(String.format("bb%06x", job)), List.of(new Receipt("store", 300)));
    }

    /** SHA-256 of nothing in particular. */
    public static Bytes digest(int number) {
        return Bytes.ofHex(String.format("%064x", number));
    }

    /** At the highest level, with the control node {@code control} as the first member; its key is digest 1. */
    public void found() {
        raise();
        expect(Reply.Done.class, apply(founding("control", 1)));
    }

    public static Command.AdmitNode founding(String name, int key) {
        return new Command.AdmitNode(name, digest(key), Role.CONTROL, "", Bytes.EMPTY);
    }

    /** A token for workers, for a minute, whose digest is that of its number. */
    public static Command.CreateToken token(int number, int uses) {
        return new Command.CreateToken("t" + number, digest(number), Role.WORKER, uses, 60_000);
    }

    /** A worker that joins with such a token. */
    public static Command.AdmitNode joining(String name, int key, int token) {
        return new Command.AdmitNode(name, digest(key), Role.WORKER, "t" + token, digest(token));
    }

    /** A node of eight cores begins a boot with this key. */
    public static Command.OpenSession opening(String node, long boot, int key) {
        return new Command.OpenSession(node, boot, boot, cores(8), Collections.emptySortedMap(), digest(key));
    }

    /** What the placer says of the state. */
    public Placement placement() {
        return Placer.place(state, new Equalities(), Distances.NONE);
    }

    /** Grants what the placer says until it says no more; every grant must be accepted. */
    public List<Command.Grant> place() {
        List<Command.Grant> all = new ArrayList<>();
        Placement placement = placement();
        while (!placement.grants().isEmpty()) {
            for (Command.Grant grant : placement.grants()) {
                expect(Reply.Done.class, apply(grant));
                all.add(grant);
            }
            placement = placement();
        }
        return all;
    }

    public <T extends Reply> T expect(Class<T> type, Reply reply) {
        if (!type.isInstance(reply)) {
            throw new AssertionError("answered " + reply + " (expected: " + type.getSimpleName() + ")");
        }
        return type.cast(reply);
    }

    private long nextSeq(long session) {
        return state.sessions().get(session).map(Session::nextSeq).orElse(1L);
    }
}
