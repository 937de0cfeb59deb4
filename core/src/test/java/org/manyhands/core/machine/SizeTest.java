package org.manyhands.core.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.manyhands.core.kit.MachineFixture.cores;
import static org.manyhands.core.kit.MachineFixture.opening;
import static org.manyhands.core.kit.StepBuilder.step;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.manyhands.core.Bytes;
import org.manyhands.core.StepRef;
import org.manyhands.core.codec.Codec;
import org.manyhands.core.command.Actor;
import org.manyhands.core.command.Command;
import org.manyhands.core.command.CommitPart;
import org.manyhands.core.command.Entry;
import org.manyhands.core.command.Envelope;
import org.manyhands.core.command.FailureReason;
import org.manyhands.core.command.Failures;
import org.manyhands.core.command.Receipt;
import org.manyhands.core.command.Reply;
import org.manyhands.core.items.ItemSet;
import org.manyhands.core.kit.Equalities;
import org.manyhands.core.place.Distances;
import org.manyhands.core.place.Placement;
import org.manyhands.core.place.Placer;
import org.manyhands.core.plan.Plan;
import org.manyhands.core.state.Invariants;
import org.manyhands.core.state.Job;
import org.manyhands.core.state.Lease;
import org.manyhands.core.state.Session;
import org.manyhands.core.state.State;
import org.manyhands.core.state.Step;

/** The promise that a million items cost under 1.5 MB of state, whatever fails: 40 % at random, three retries. */
class SizeTest {
    private static final int ITEMS = 1_000_000;
    private static final int NODES = 50;
    private static final int ITEMS_PER_COMMIT = 100;
    private static final double FAILING = 0.4;
    private static final long STATE_BYTES_MAX = 1_500_000;

    private final Machine machine = new Machine();
    private final Codec<State> codec = Codec.of(State.class);
    private final Random random = new Random(42);
    private State state = State.initial(1);
    private StepRef ref = new StepRef(0, 0);
    private long ticks;
    private long entries;

    private List<Reply> apply(List<Command> commands) {
        List<Envelope> envelopes = commands.stream()
                .map(command -> new Envelope(Actor.LEADER, command))
                .toList();
        Outcome outcome = machine.apply(state, new Entry(envelopes, ticks, ticks));
        assertThat(outcome.replies()).noneMatch(Reply.Refused.class::isInstance);
        state = outcome.state();
        entries++;
        return outcome.replies();
    }

    @Test
    void shouldKeepAMillionItemsInOneAndAHalfMegabytesWhateverFails() {
        for (int node = 0; node < NODES; node++) {
            apply(List.of(opening("node-" + node, 1, node, cores(32))));
        }
        Plan plan = new Plan(
                "large", List.of(step("a", ITEMS).cores(1).retry(3, 500).build()), 0, Optional.empty(), "somebody");
        Reply reply = apply(List.of(new Command.SubmitJob(Bytes.ofHex("01"), 0, plan)))
                .getFirst();
        ref = new StepRef(((Reply.Submitted) reply).job(), 0);
        long largest = 0;
        long measured = 0;
        while (!job().decided()) {
            ticks += 100;
            Placement placement = Placer.place(state, new Equalities(), Distances.NONE);
            apply(List.copyOf(placement.grants()));
            commit();
            if (entries >= measured + 5) {
                measured = entries;
                largest = Math.max(largest, codec.encode(state).length);
                assertThat(largest).isLessThan(STATE_BYTES_MAX);
            }
        }
        Invariants.check(state);
        Step step = job().steps().getFirst();
        System.out.printf(
                "state of %d items: at most %d bytes, %d bytes at the end; %d attempts, %d entries, %d failed%n",
                ITEMS,
                largest,
                codec.encode(state).length,
                step.work().attempts(),
                entries,
                step.failed().size());
        assertThat(step.settled()).isEqualTo(ItemSet.range(0, ITEMS));
        assertThat(step.failed().size()).isBetween(ITEMS / 50L, ITEMS / 30L);
        assertThat(codec.decode(codec.encode(state))).isEqualTo(state);
    }

    private Job job() {
        return state.jobs().at(ref.job());
    }

    /** Some nodes, taken at random, report a random part of what they hold, as workers in disorder would. */
    private void commit() {
        List<Command> commands = new ArrayList<>();
        for (Session session : state.sessions().values()) {
            Lease lease = session.leases().get(ref).orElse(Lease.NONE);
            if (!lease.items().isEmpty() && random.nextInt(3) > 0) {
                commands.add(report(session, lease));
            }
        }
        apply(commands);
        Step step = job().steps().getFirst();
        if (step.commits().size() >= 512) {
            long through = step.commits().last().orElseThrow().key();
            apply(List.of(new Command.IndexCommits(ref, through, Bytes.ofHex("bb".repeat(32)), receipts())));
        }
    }

    private Command report(Session session, Lease lease) {
        Deque<Integer> ok = new ArrayDeque<>();
        Deque<Integer> failed = new ArrayDeque<>();
        boolean all = lease.items().size() < 20;
        ItemSet reported = lease.items().lowest(2L * ITEMS_PER_COMMIT);
        reported.stream().filter(item -> all || random.nextBoolean()).forEach(item -> {
            (random.nextDouble() < FAILING ? failed : ok).add(item);
        });
        Failures failures = new Failures(FailureReason.EXIT, random.nextInt(1, 4), items(failed), "it said no");
        CommitPart part =
                new CommitPart(ref, items(ok), List.of(failures), 20L * (ok.size() + failed.size()), Long.MAX_VALUE);
        byte[] pack = new byte[32];
        random.nextBytes(pack);
        return new Command.Commit(session.id(), session.nextSeq(), List.of(part), Bytes.copyOf(pack), receipts());
    }

    private static List<Receipt> receipts() {
        return List.of(new Receipt("store-1", 123_456), new Receipt("store-2", 123_456));
    }

    private static ItemSet items(Deque<Integer> items) {
        return ItemSet.of(items.stream().mapToInt(Integer::intValue).toArray());
    }
}
