package org.manyhands.verify.simulation;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.manyhands.core.Bytes;
import org.manyhands.core.StepRef;
import org.manyhands.core.command.Actor;
import org.manyhands.core.command.Command;
import org.manyhands.core.command.Envelope;
import org.manyhands.core.command.Mark;
import org.manyhands.core.items.ItemSet;
import org.manyhands.core.maps.PersistentMap;
import org.manyhands.core.state.CommitRef;
import org.manyhands.core.state.Job;
import org.manyhands.core.state.Lease;
import org.manyhands.core.state.Session;
import org.manyhands.core.state.State;
import org.manyhands.core.state.Usage;

/** What goes wrong, by chance, until the world becomes fair. */
final class Faults {
    private static final long WALL_JUMP_MILLIS = 3_600_000;
    private static final int VOTER_CRASH_PERMILLE = 200;
    private static final int LOSS_PERMILLE = 250;
    private static final int CROWD_PERMILLE = 500;
    private static final int LOST_LOG_PERMILLE = 150;
    private static final int STORES_PERMILLE = 300;

    private final Cluster cluster;
    private final SimulatedWorld world;
    private final Dice dice;

    Faults(Cluster cluster) {
        this.cluster = cluster;
        world = cluster.world();
        dice = world.dice();
    }

    void start() {
        nature(dice.between(300, 3_000), this::next);
        cluster.elections().watch(this::voted);
    }

    private void next() {
        if (!world.faulty()) {
            return;
        }
        if (cluster.scenario().calm()) {
            calm();
        } else {
            any();
            if (cluster.scenario().killers() && dice.permille(CROWD_PERMILLE)) {
                crowd();
            }
            if (cluster.scenario().voters() && dice.permille(LOST_LOG_PERMILLE)) {
                loseLog();
            }
            if (cluster.scenario().stores() > 0 && dice.permille(STORES_PERMILLE)) {
                stores(cluster.store().nodes().orElseThrow());
            }
            if (cluster.scenario().losses() && dice.permille(LOSS_PERMILLE)) {
                losePack();
            }
        }
        nature(dice.between(100, 4_000), this::next);
    }

    private void calm() {
        switch (dice.below(3)) {
            case 0 -> controlCrash(dice.between(50, 1_500));
            case 1 -> wallJump();
            default -> slowDisks(500);
        }
    }

    private void any() {
        switch (dice.below(19)) {
            case 0, 1 -> controlCrash(dice.between(50, 6_000));
            case 2 -> controlPause();
            case 3, 4 -> partition();
            case 5 -> oneWay();
            case 6 -> slowDisks(3_000);
            case 7 -> wallJump();
            case 8, 9 -> workerCrash();
            case 10 -> workerStop();
            case 11 -> workerSuspend();
            case 12 -> storeCrash();
            case 13 -> weather();
            case 14, 15 -> leaderPause();
            case 16, 17 -> silence();
            default -> revoke();
        }
    }

    private void controlCrash(long millis) {
        SimulatedControl control = dice.pick(cluster.controls());
        if (!control.alive() || (cluster.scenario().calm() && anyDown())) {
            return;
        }
        count(control.leads() ? "leader crash" : "control crash");
        control.crash();
        nature(millis, () -> {
            if (!control.alive()) {
                control.start();
            }
        });
    }

    private void loseLog() {
        if (dice.permille(500)) {
            loseLog(dice.pick(cluster.controls()));
        } else {
            loseNewest();
        }
    }

    /** Never of more members than those who keep the log can do without. */
    private void loseLog(SimulatedControl control) {
        if (control.gone()
                || control.logLost()
                || cluster.founder().orElseThrow().removes()
                || !spare(control)) {
            return;
        }
        if (dice.permille(500)) {
            count("control log lost");
            control.loseLog();
        } else {
            count("control log rolled back");
            control.rollBackLog();
        }
        if (!control.gone()) {
            control.start();
        }
    }

    /** One is behind, and of the two that are not one loses its log as the other goes away. */
    private void loseNewest() {
        SimulatedControl behind = dice.pick(cluster.controls());
        for (SimulatedControl other : cluster.controls()) {
            cluster.network().cut(behind, other);
            cluster.network().cut(other, behind);
        }
        nature(dice.between(500, 4_000), () -> {
            cluster.network().heal();
            farthest().ifPresent(this::loseLog);
            loseLeader();
        });
    }

    /** Who follows and has most of the log. */
    private Optional<SimulatedControl> farthest() {
        return cluster.keepers().stream()
                .filter(control -> !control.leads() && !control.gone())
                .max(Comparator.comparingLong(control -> control.disk().last()));
    }

    /** Another one is gone as well, for a while. */
    private void loseLeader() {
        cluster.controls().stream().filter(SimulatedControl::leads).findFirst().ifPresent(leader -> {
            count("leader crash");
            leader.crash();
            nature(dice.between(500, 6_000), () -> {
                if (!leader.alive()) {
                    leader.start();
                }
            });
        });
    }

    private boolean spare(SimulatedControl doomed) {
        List<List<String>> all = new ArrayList<>(List.of(cluster.truth().voters()));
        cluster.controls().stream()
                .filter(each -> !each.gone())
                .forEach(each -> all.add(each.disk().voters()));
        return all.stream()
                .filter(voters -> voters.contains(doomed.name()))
                .allMatch(voters -> 2
                                * voters.stream()
                                        .filter(name -> !name.equals(doomed.name())
                                                && !cluster.control(name).logLost())
                                        .count()
                        > voters.size());
    }

    private boolean anyDown() {
        return cluster.controls().stream().anyMatch(control -> !control.alive());
    }

    private void controlPause() {
        SimulatedControl control = dice.pick(cluster.controls());
        if (control.alive()) {
            count("control pause");
            control.pause(dice.between(50, 6_000));
        }
    }

    /** Long enough for another to be elected, whose turn may be next: so the same member leads more than once in a life. */
    private void leaderPause() {
        cluster.controls().stream().filter(SimulatedControl::leads).findFirst().ifPresent(leader -> {
            count("leader pause");
            leader.pause(dice.between(700, 2_500));
        });
    }

    /** A member that has just voted is gone for a moment. */
    private void voted(String voter) {
        SimulatedControl control = cluster.control(voter);
        if (world.faulty() && !cluster.scenario().calm() && dice.permille(VOTER_CRASH_PERMILLE)) {
            nature(dice.between(0, 5), () -> {
                if (control.alive()) {
                    count("voter crash");
                    control.crash();
                    nature(dice.between(1, 10), () -> {
                        if (!control.alive()) {
                            control.start();
                        }
                    });
                }
            });
        }
    }

    /** A node is not heard for about as long as the leader waits, and disks are slow when it is heard again. */
    private void silence() {
        count("silence");
        SimulatedWorker worker = dice.pick(cluster.workers());
        for (SimulatedControl control : cluster.controls()) {
            cluster.network().cut(worker, control);
            cluster.network().cut(control, worker);
        }
        long patience = cluster.scenario().ttlMillis() * 6 / 5;
        nature(patience - dice.between(0, 500), () -> world.slowDisks(1_500));
        nature(patience + dice.between(-300, 500), cluster.network()::heal);
    }

    private void partition() {
        if (cluster.network().cut()) {
            cluster.network().heal();
            return;
        }
        count("partition");
        List<SimulatedProcess> all = cluster.processesOfAllKinds();
        List<SimulatedProcess> left =
                all.stream().filter(each -> dice.permille(400)).toList();
        for (SimulatedProcess one : all) {
            for (SimulatedProcess other : all) {
                if (left.contains(one) != left.contains(other)) {
                    cluster.network().cut(one, other);
                }
            }
        }
        nature(dice.between(300, 8_000), cluster.network()::heal);
    }

    private void oneWay() {
        count("one-way cut");
        List<SimulatedProcess> all = cluster.processesOfAllKinds();
        cluster.network().cut(dice.pick(all), dice.pick(all));
        nature(dice.between(300, 5_000), cluster.network()::heal);
    }

    private void slowDisks(long millis) {
        count("slow disks");
        world.slowDisks(millis);
    }

    private void wallJump() {
        count("wall clock jump");
        dice.pick(cluster.controls()).jumpWall(dice.permille(500) ? WALL_JUMP_MILLIS : -WALL_JUMP_MILLIS);
    }

    private void workerCrash() {
        SimulatedWorker worker = dice.pick(cluster.workers());
        if (worker.alive() && !worker.frozen()) {
            count("worker crash");
            worker.crash();
            nature(dice.between(10, dice.permille(700) ? 300 : 8_000), () -> {
                if (!worker.alive()) {
                    worker.boot();
                }
            });
        }
    }

    private void workerStop() {
        SimulatedWorker worker = dice.pick(cluster.workers());
        if (worker.alive() && !worker.paused()) {
            count("worker stop");
            worker.stop(dice.between(50, 3 * cluster.scenario().ttlMillis()));
        }
    }

    private void workerSuspend() {
        SimulatedWorker worker = dice.pick(cluster.workers());
        if (worker.alive() && !worker.paused()) {
            count("worker suspend");
            worker.suspend(dice.between(50, 3 * cluster.scenario().ttlMillis()));
        }
    }

    private void storeCrash() {
        SimulatedStore store = cluster.store();
        if (store.nodes().isPresent()) {
            storeDown(dice.pick(store.nodes().get().nodes()), dice.between(10, 1_500));
        } else if (store.alive()) {
            count("store crash");
            store.die();
            nature(dice.between(10, 1_500), store::begin);
        }
    }

    private void storeDown(StoreNode store, long millis) {
        if (store.alive()) {
            count("store crash");
            store.crash();
            nature(millis, () -> {
                if (!store.alive()) {
                    store.start();
                }
            });
        }
    }

    private void stores(StoreNodes stores) {
        StoreNode store = dice.pick(stores.nodes());
        switch (dice.below(6)) {
            case 0 -> loseDisk(store);
            case 1 -> {
                loseDisk(store);
                storeDown(dice.pick(stores.nodes()), dice.between(2_000, 15_000));
            }
            case 2 -> rot(stores, 1);
            case 3 -> rot(stores, stores.nodes().size());
            case 4 -> fill(store);
            default -> storeDown(store, dice.between(2_000, 15_000));
        }
    }

    private void fill(StoreNode store) {
        count("store disk full");
        store.full(true);
        nature(dice.between(100, 15_000), () -> store.full(false));
    }

    private void loseDisk(StoreNode store) {
        if (store.alive()) {
            count("store disk lost");
            store.loseDisk();
            nature(dice.between(10, 3_000), () -> {
                if (!store.alive()) {
                    store.start();
                }
            });
        }
    }

    /** Copies of what jobs name, on so many stores at most. */
    private void rot(StoreNodes stores, int most) {
        List<Bytes> named =
                new ArrayList<>(cluster.store().named(cluster.truth().state()));
        if (!named.isEmpty()) {
            named.sort(StoreNodes.ORDER);
            Bytes blob = dice.pick(named);
            if (stores.nodes().stream()
                            .filter(node -> node.rot(blob))
                            .limit(most)
                            .count()
                    > 0) {
                count("blob rots");
            }
        }
    }

    /** Of a pack that a job names no copy is left. */
    private void losePack() {
        State state = cluster.truth().state();
        List<Bytes> packs = state.jobs().values().stream()
                .flatMap(job -> job.steps().stream())
                .flatMap(step -> step.commits().values().stream())
                .map(CommitRef::pack)
                .toList();
        if (state.level() >= Command.LEVEL_MEMBERS && !packs.isEmpty()) {
            count("pack lost");
            cluster.store().lose(dice.pick(packs));
        }
    }

    private void weather() {
        count("weather change");
        cluster.network().weather(Weather.of(dice));
    }

    /** As an operator would: something is taken back from some node. */
    private void revoke() {
        staleGrant();
        for (Session session : cluster.truth().state().sessions().values()) {
            for (PersistentMap.Entry<StepRef, Lease> entry : session.leases()) {
                if (dice.permille(400)) {
                    count("revoke");
                    submit(new Command.Revoke(
                            session.id(),
                            entry.key(),
                            entry.value().items().lowest(1 + dice.below(5)),
                            dice.permille(500) ? Mark.KILL : Mark.UNSTARTED));
                    return;
                }
            }
        }
    }

    /** As of a leader who knew less: items that are not ready, or a session that has no room. */
    private void staleGrant() {
        for (Job job : cluster.truth().state().jobs().values()) {
            for (Session session : cluster.truth().state().sessions().values()) {
                if (dice.permille(300)) {
                    count("stale grant");
                    submit(new Command.Grant(session.id(), job.ref(0), ItemSet.of(dice.below(4)), 1 + dice.below(8)));
                    return;
                }
            }
        }
    }

    /** As of a leader who did not know of the strikes: company for what may have killed two nodes. */
    private void crowd() {
        State state = cluster.truth().state();
        for (Job job : state.jobs().values()) {
            ItemSet suspects = job.steps().getFirst().strikes().suspects();
            ItemSet ready = job.ready(0);
            for (Session session : state.sessions().values()) {
                ItemSet more = Usage.alone(state, session) ? ready.andNot(suspects) : ready.and(suspects);
                if (!session.leases().isEmpty() && !more.isEmpty()) {
                    count("crowding grant");
                    submit(new Command.Grant(session.id(), job.ref(0), more.lowest(1), 1));
                    return;
                }
            }
        }
    }

    private void submit(Command command) {
        SimulatedControl control = dice.pick(cluster.controls());
        if (control.alive()) {
            control.after(0, "command", () -> control.submit(new Envelope(Actor.LEADER, command), answer -> {}));
        }
    }

    /** Nothing goes wrong from here on, and whoever is down comes back. */
    void end() {
        world.fair();
        cluster.network().heal();
        cluster.network().weather(Weather.FAIR);
        for (SimulatedControl control : cluster.controls()) {
            control.resume();
            if (!control.alive()) {
                control.start();
            }
        }
        for (SimulatedWorker worker : cluster.workers()) {
            worker.wake();
            if (worker.stranger() && worker.alive()) {
                worker.switchOff();
            } else if (!worker.stranger() && !worker.alive()) {
                worker.boot();
            }
        }
        cluster.store()
                .nodes()
                .ifPresent(stores -> stores.nodes().forEach(node -> {
                    node.full(false);
                    if (!node.alive()) {
                        node.start();
                    }
                }));
        if (!cluster.store().alive()) {
            cluster.store().begin();
        }
    }

    private void nature(long millis, Runnable action) {
        world.schedule(world.nature(), millis, "fault", () -> {
            if (world.faulty()) {
                action.run();
            }
        });
    }

    private void count(String fault) {
        world.counts().count("fault", fault);
        world.trace("fault: " + fault);
    }
}
