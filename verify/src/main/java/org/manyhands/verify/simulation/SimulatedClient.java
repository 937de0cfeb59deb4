package org.manyhands.verify.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.manyhands.core.Bytes;
import org.manyhands.core.command.Command;
import org.manyhands.core.command.Reply;
import org.manyhands.core.command.Where;
import org.manyhands.core.items.ItemSet;
import org.manyhands.core.plan.Plan;
import org.manyhands.core.state.Job;
import org.manyhands.core.state.State;

/** Somebody who wants jobs done, and looks whether they are. */
final class SimulatedClient extends SimulatedPerson {
    private static final int JOBS_MAX = 10;

    /** Who was answered likes to see it, at any control node. */
    private static final int LOOKS_AFTERWARDS_PERMILLE = 500;

    private final Plans plans;
    private final List<Submitted> jobs = new ArrayList<>();
    private long seen;

    private static final class Submitted {
        private final Command.SubmitJob command;
        private final boolean endless;
        private Optional<Long> id = Optional.empty();
        private boolean removing;

        Submitted(Command.SubmitJob command, boolean endless) {
            this.command = command;
            this.endless = endless;
        }
    }

    SimulatedClient(Cluster cluster, String name) {
        super(cluster, name);
        plans = new Plans(world().dice());
        seen = cluster.initial().applied();
    }

    void start() {
        begin();
        after(world().dice().between(100, 1_000), "client", this::live);
    }

    @Override
    void saw(long applied) {
        seen = Math.max(seen, applied);
    }

    @Override
    void afterwards() {
        if (world().dice().permille(LOOKS_AFTERWARDS_PERMILLE)) {
            read();
        }
    }

    private void live() {
        if (world().faulty()) {
            act();
            after(world().dice().between(100, 2_500), "client", this::live);
        }
    }

    private void act() {
        Dice dice = world().dice();
        switch (dice.below(20)) {
            case 0, 1, 2 -> submit();
            case 3 -> any().ifPresent(job -> ask(new Command.CancelJob(job, "no longer wanted"), reply -> {}));
            case 4 -> any().ifPresent(job -> ask(new Command.RetryItems(job, new Where.Failed()), reply -> {}));
            case 5 ->
                any().ifPresent(job -> ask(new Command.RetryItems(job, new Where.FailedOrCancelled()), reply -> {}));
            case 6, 7 -> any().ifPresent(job -> ask(new Command.RetryItems(job, items()), reply -> {}));
            case 8 -> remove();
            case 9 -> submitAgain();
            case 10 -> read();
            case 11 -> any().ifPresent(job -> ask(new Command.PauseJob(job), reply -> {}));
            case 12 -> any().ifPresent(job -> ask(new Command.ResumeJob(job), reply -> {}));
            case 14, 15, 16 -> feed();
            case 17 -> schedule();
            case 13 -> any().ifPresent(job -> ask(setting(job), reply -> {}));
            default -> readLinearizable();
        }
    }

    private Where items() {
        Dice dice = world().dice();
        int first = dice.below(20);
        return new Where.Items(dice.below(6), ItemSet.range(first, first + 1 + dice.below(10)));
    }

    /** Items for an open list: at its end, or in the place of what came before; a repeat may come after a later one. */
    private void feed() {
        List<Job> open = cluster().truth().state().jobs().values().stream()
                .filter(job -> job.running() && job.anyOpen())
                .toList();
        if (open.isEmpty()) {
            return;
        }
        Dice dice = world().dice();
        Job job = dice.pick(open);
        long has = job.plan().steps().getFirst().items();
        if (dice.permille(250)) {
            ask(new Command.CloseItems(job.ref(0), dice.permille(500) ? has : -1), reply -> {});
            return;
        }
        boolean join = has > 0 && dice.permille(300);
        long first = join ? job.steps().getFirst().lists().last().orElseThrow().key() : has;
        long count = has - first + 1 + dice.below(6);
        ask(new Command.AddItems(job.ref(0), first, count, Bytes.ofHex("%016x".formatted(dice.any()))), reply -> {});
    }

    /** One of few names, so that it is taken, or gone, or another one by then. */
    private void schedule() {
        Dice dice = world().dice();
        String name = "schedule" + dice.below(3);
        switch (dice.below(4)) {
            case 0 -> ask(new Command.RemoveSchedule(name), reply -> {});
            case 1 -> {
                Bytes key = Bytes.ofHex("%016x".formatted(dice.any()));
                ask(new Command.RunSchedule(name, new Command.SubmitJob(key, seen, plans.plan(false))), reply -> {});
            }
            default -> {
                Bytes definition = Bytes.ofHex("%016x".formatted(dice.any()));
                long next = Math.max(1, wall() + dice.between(100, 3_000));
                ask(new Command.AddSchedule(name, definition, next), reply -> {});
            }
        }
    }

    private Command setting(long job) {
        Dice dice = world().dice();
        SortedMap<Integer, Integer> limits = new TreeMap<>();
        if (dice.permille(700)) {
            limits.put(dice.below(2), dice.below(4));
        }
        return new Command.SetJob(job, dice.permille(500) ? Optional.of(dice.below(1_200)) : Optional.empty(), limits);
    }

    private Optional<Long> any() {
        if (jobs.isEmpty()) {
            return Optional.empty();
        }
        return world().dice().permille(20)
                ? Optional.of(999_999L)
                : world().dice().pick(jobs).id;
    }

    // Jobs.

    private void submit() {
        if (jobs.size() >= JOBS_MAX) {
            return;
        }
        Dice dice = world().dice();
        boolean big = dice.permille(20);
        boolean endless = !big && dice.permille(100);
        Plan plan = big ? plans.tooBig() : plans.plan(endless);
        Bytes key = Bytes.ofHex("%016x".formatted(dice.any()));
        if (dice.permille(20)) {
            long old = dice.permille(700) ? Math.max(0, seen - 120_000) : seen + 1_000_000;
            ask(new Command.SubmitJob(key, old, plans.plan(false)), reply -> {});
            return;
        }
        Submitted job = new Submitted(new Command.SubmitJob(key, seen, plan), endless);
        jobs.add(job);
        ask(job.command, reply -> submitted(job, reply));
    }

    private void submitted(Submitted job, Reply reply) {
        if (reply instanceof Reply.Submitted made) {
            Violation.unless(
                    job.id.isEmpty() || job.id.get() == made.job(),
                    "one key was answered with two jobs: " + job.id + " and " + made.job());
            job.id = Optional.of(made.job());
            checkKept(cluster().truth().state(), "the truth");
        }
    }

    private void submitAgain() {
        if (!jobs.isEmpty()) {
            Submitted job = world().dice().pick(jobs);
            ask(job.command, reply -> submitted(job, reply));
        }
    }

    private void remove() {
        if (!jobs.isEmpty()) {
            Submitted job = world().dice().pick(jobs);
            job.id.ifPresent(id -> {
                job.removing = true;
                ask(new Command.RemoveJob(id), reply -> job.removing = reply instanceof Reply.Done || job.removing);
            });
        }
    }

    // Reading.

    private void read() {
        SimulatedControl control = world().dice().pick(cluster().controls());
        long mine = seen;
        cluster()
                .network()
                .send(
                        this,
                        control,
                        "read",
                        () -> control.read(mine)
                                .ifPresent(state -> cluster().network().send(control, this, "state", () -> {
                                    Violation.unless(
                                            state.applied() >= mine,
                                            control.name() + " shows " + name() + " less than it has seen already");
                                    saw(state, control.name());
                                })));
    }

    private void readLinearizable() {
        SimulatedControl control = world().dice().pick(cluster().controls());
        cluster()
                .network()
                .send(
                        this,
                        control,
                        "read linearizable",
                        () -> control.readLinearizable(state -> cluster()
                                .network()
                                .send(control, this, "state", () -> {
                                    seen = Math.max(seen, state.applied());
                                })));
    }

    private void saw(State state, String where) {
        if (state.applied() >= seen) {
            seen = state.applied();
            checkKept(state, where);
        }
    }

    /** What was acknowledged is there. */
    void checkKept(State state, String where) {
        for (Submitted job : jobs) {
            Violation.unless(
                    job.id.isEmpty() || job.removing || state.knows(job.id.get()),
                    "job " + job.id + " was acknowledged and " + where + " does not have it");
        }
    }

    /** Ends what would never end, and lets go on what is paused. */
    void finish() {
        for (Job job : cluster().truth().state().jobs().values()) {
            if (job.running() && job.paused().isPresent()) {
                ask(new Command.ResumeJob(job.id()), reply -> {});
            }
            if (job.running() && job.anyOpen()) {
                ask(new Command.CloseItems(job.ref(0), -1), reply -> {});
            }
        }
        for (Submitted job : jobs) {
            if (job.endless && job.id.isPresent()) {
                Optional<Job> known = cluster().truth().state().jobs().get(job.id.get());
                if (known.isPresent() && !known.get().decided()) {
                    ask(new Command.CancelJob(job.id.get(), "the world ends"), reply -> {});
                }
            }
        }
    }
}
