package org.manyhands.server.control;

import com.google.protobuf.ByteString;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.TreeMap;
import org.manyhands.core.Bytes;
import org.manyhands.core.StepRef;
import org.manyhands.core.command.Actor;
import org.manyhands.core.command.Command;
import org.manyhands.core.command.CommitPart;
import org.manyhands.core.command.Envelope;
import org.manyhands.core.command.Reply;
import org.manyhands.core.items.ItemSet;
import org.manyhands.core.machine.Machine;
import org.manyhands.core.place.Distances;
import org.manyhands.core.plan.Plan;
import org.manyhands.core.plan.Retry;
import org.manyhands.core.plan.StepPlan;
import org.manyhands.core.state.Lease;
import org.manyhands.core.state.Session;
import org.manyhands.core.state.State;
import org.manyhands.server.leader.BeatRounds;
import org.manyhands.server.leader.SessionWatch;
import org.manyhands.wire.Beat;
import org.manyhands.wire.WorkerCommand;
import org.manyhands.worker.lease.Pace;
import org.manyhands.worker.lease.StepKey;

/**
 * For dev/bench: what a large cluster costs its leader. The state machine, the placer, the proposer, the watch of sessions and the rounds
 * of beats are those of the program; time, network, disk and nodes are played. Each node runs as many tasks of a second as it has places,
 * commits as the program does, and beats as often as one does where tasks start all the time.
 *
 * <p>Arguments: nodes, places of each, items, seconds, of which the first third is not counted. Prints the leader's cpu seconds in a second.
 */
final class LeaderLoad {
    private static final long TTL_MILLIS = 10_000;
    private static final long BEAT_MILLIS = TTL_MILLIS / 20;
    private static final long TASK_MILLIS = 1_000;
    private static final int COMMITS_BEFORE_INDEX = 512;
    private static final double NANOS = 1e9;

    private final ThreadMXBean cpu = ManagementFactory.getThreadMXBean();
    private final Replica replica = new Replica(new Machine(), State.initial(1), Replica.Observer.NONE);
    private final Proposer proposer = new Proposer(replica, (_, _, _) -> true, Distances.NONE);
    private final SessionWatch watch = new SessionWatch(TTL_MILLIS);
    private final BeatRounds rounds = new BeatRounds(watch);
    private final PriorityQueue<Due> due = new PriorityQueue<>();
    private final StepRef step;
    private final int places;
    private long now;
    private long order;
    private long index;
    private long leaderNanos;
    private long commits;

    private record Due(long millis, long order, Runnable what) implements Comparable<Due> {
        @Override
        public int compareTo(Due other) {
            return millis == other.millis ? Long.compare(order, other.order) : Long.compare(millis, other.millis);
        }
    }

    public static void main(String[] args) {
        int nodes = Integer.parseInt(args[0]);
        LeaderLoad load = new LeaderLoad(nodes, Integer.parseInt(args[1]), Long.parseLong(args[2]));
        long seconds = Long.parseLong(args[3]);
        load.run(seconds * 1_000 / 3);
        long nanosBefore = load.leaderNanos;
        long commitsBefore = load.commits;
        long okBefore = load.ok();
        long from = load.now;
        load.run(seconds * 1_000);
        double counted = (load.now - from) / 1_000.0;
        System.out.printf(
                "%.4f cpu seconds, %.0f tasks, %.0f commits a second%n",
                (load.leaderNanos - nanosBefore) / NANOS / counted,
                (load.ok() - okBefore) / counted,
                (load.commits - commitsBefore) / counted);
    }

    private LeaderLoad(int nodes, int places, long items) {
        this.places = places;
        proposer.lead(0);
        watch.lead(0);
        step = new StepRef(submit(items), 0);
        for (int i = 0; i < nodes; i++) {
            Node node = new Node("node" + i);
            long phase = TASK_MILLIS * i / nodes;
            at(phase, node::open);
            at(phase + 1, node::turn);
            at(phase + 2, node::beat);
        }
    }

    private long submit(long items) {
        StepPlan plan = new StepPlan(
                "s", items, List.of(), new TreeMap<>(Collections.singletonMap("cpu", 1_000L)), 0, Retry.NONE, 0, 0, Bytes.EMPTY);
        Plan job = new Plan("load", List.of(plan), 0, Optional.of(0), "anna");
        long[] id = {0};
        leads(() -> offer(new Command.SubmitJob(Bytes.ofHex("01"), 0, job), reply -> id[0] = ((Reply.Submitted) reply).job()));
        return id[0];
    }

    private long ok() {
        return replica.root().jobs().at(step.job()).steps().get(0).ok().size();
    }

    private void at(long millis, Runnable what) {
        due.add(new Due(millis, ++order, what));
    }

    private void run(long until) {
        while (!due.isEmpty() && due.peek().millis() < until) {
            Due next = due.remove();
            now = next.millis();
            next.what().run();
        }
        now = until;
    }

    /** What the threads of the leader do: this is what is measured. */
    private void leads(Runnable what) {
        long began = cpu.getCurrentThreadCpuTime();
        what.run();
        watch.due(replica.root(), now).forEach(end -> proposer.offer(new Envelope(Actor.LEADER, end), _ -> {}));
        Optional<Proposal> proposal = proposer.propose(now, now);
        while (proposal.isPresent()) {
            replica.apply(1, ++index, proposal.get().entry());
            proposer.applied(proposal.get(), index).forEach(Runnable::run);
            proposal = proposer.propose(now, now);
        }
        leaderNanos += cpu.getCurrentThreadCpuTime() - began;
    }

    private interface Answered {
        void with(Reply reply);
    }

    private void offer(Command command, Answered answered) {
        proposer.offer(new Envelope(Actor.LEADER, command), answer -> {
            if (!(answer instanceof Answer.Applied applied)) {
                throw new IllegalStateException(command + " -> " + answer);
            }
            answered.with(applied.reply());
        });
    }

    /** As housekeeping does, when there are many. */
    private void index() {
        var all = replica.root().jobs().at(step.job()).steps().get(0).commits();
        if (all.size() > COMMITS_BEFORE_INDEX) {
            offer(new Command.IndexCommits(step, all.last().orElseThrow().key(), name("index"), List.of()), _ -> {});
        }
    }

    private Bytes name(String what) {
        return Bytes.copyOf(Arrays.copyOf((what + index).getBytes(StandardCharsets.UTF_8), 32));
    }

    /** A node whose tasks all begin and end at the same moment of a second. */
    private final class Node {
        private final String name;
        private final Pace pace = new Pace();
        private final StepKey key = new StepKey(step.job(), step.step());
        private long session;
        private long seq = 1;
        private ItemSet running = ItemSet.EMPTY;
        private ItemSet finished = ItemSet.EMPTY;

        Node(String name) {
            this.name = name;
        }

        void open() {
            leads(() -> offer(
                    new Command.OpenSession(
                            name, 1, 1, new TreeMap<>(Collections.singletonMap("cpu", places * 1_000L)), Collections.emptySortedMap(), Bytes.EMPTY),
                    reply -> session = ((Reply.Opened) reply).session()));
        }

        /** A second is over: what was running is done, and as much begins as there is. */
        void turn() {
            finished = finished.or(running);
            ItemSet held = replica.root().sessions().get(session).map(this::held).orElse(ItemSet.EMPTY);
            running = held.andNot(finished).lowest(places);
            if (!running.isEmpty()) {
                pace.started(key, now);
            }
            if (!finished.isEmpty() && pace.dueMillis(List.of(key), now) <= now) {
                commit();
            }
            at(now + TASK_MILLIS, this::turn);
        }

        private ItemSet held(Session open) {
            return open.leases().get(step).orElse(Lease.NONE).items();
        }

        private void commit() {
            ItemSet done = finished;
            finished = ItemSet.EMPTY;
            pace.committed(List.of(key), now);
            commits++;
            CommitPart part = new CommitPart(step, done, List.of(), done.size() * TASK_MILLIS, 0);
            leads(() -> {
                offer(new Command.Commit(session, seq++, List.of(part), name("pack"), List.of()), _ -> {});
                index();
            });
        }

        void beat() {
            Beat beat = Beat.newBuilder()
                    .setSession(session)
                    .addRunning(WorkerCommand.Given.newBuilder()
                            .setJob(step.job())
                            .setStep(step.step())
                            .setItems(ByteString.copyFrom(new byte[16 + 2 * places])))
                    .build();
            leads(() -> {
                rounds.arrived(beat, _ -> {});
                BeatRounds.Round round = rounds.begin();
                rounds.confirmed(round, replica.root(), now).forEach(Runnable::run);
            });
            at(now + BEAT_MILLIS, this::beat);
        }
    }
}
