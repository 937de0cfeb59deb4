package org.manyhands.verify.simulation;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.manyhands.core.StepRef;
import org.manyhands.core.command.Actor;
import org.manyhands.core.command.Command;
import org.manyhands.core.command.Envelope;
import org.manyhands.core.items.ItemSet;
import org.manyhands.core.state.Job;
import org.manyhands.core.state.Node;
import org.manyhands.core.state.Session;
import org.manyhands.core.state.State;

/**
 * Somebody who looks after machines: drains nodes and lets them work again, restarts them in order, and says how much of something
 * there is in the whole cluster. When the world is fair, every node gets work again and there is enough of everything.
 */
final class SimulatedKeeper extends SimulatedPerson {
    /** Which some steps need and some nodes have. */
    private static final String SHARED = "gpu";

    private static final long ENOUGH = 1_000;
    private static final long RESTART_MILLIS_MAX = 4_000;

    SimulatedKeeper(Cluster cluster) {
        super(cluster, "keeper");
    }

    void start() {
        begin();
        after(world().dice().between(100, 5_000), "keeper", this::live);
    }

    boolean satisfied() {
        return answered() && drained().isEmpty() && !tooLittle();
    }

    private State truth() {
        return cluster().truth().state();
    }

    private List<Node> drained() {
        return truth().nodes().values().stream()
                .filter(node -> node.drain().isPresent())
                .toList();
    }

    private boolean tooLittle() {
        Long amount = truth().resources().get(SHARED);
        return amount != null && amount < ENOUGH;
    }

    private void live() {
        if (world().faulty() && truth().level() >= Command.LEVEL_MEMBERS) {
            act();
        } else if (!world().faulty() && answered()) {
            drained().stream().findFirst().ifPresent(node -> ask(new Command.ResumeNode(node.name()), _ -> {}));
            if (tooLittle()) {
                ask(new Command.SetResource(SHARED, ENOUGH), _ -> {});
            }
        }
        after(world().dice().between(100, 2_000), "keeper", this::live);
    }

    private void act() {
        Dice dice = world().dice();
        switch (dice.below(12)) {
            case 0, 1, 2 -> drain(dice.pick(cluster().workers()).node());
            case 3, 4 ->
                drained().stream().findFirst().ifPresent(node -> ask(new Command.ResumeNode(node.name()), _ -> {}));
            case 5, 6 -> restart(dice.pick(cluster().workers()));
            case 7 -> ask(new Command.SetResource(SHARED, dice.below(4) * 1_000L), _ -> {});
            case 8 -> ask(new Command.RemoveResource(SHARED), _ -> {});
            case 9, 10 -> grantAnyway();
            default -> mistake();
        }
    }

    private void drain(String node) {
        Dice dice = world().dice();
        ask(new Command.DrainNode(node, "a new disk", dice.permille(500) ? 0 : dice.between(50, 5_000)), _ -> {});
    }

    /** With time for what runs to end, though not always enough. */
    private void restart(SimulatedWorker worker) {
        if (worker.alive() && !worker.paused()) {
            world().counts().count("keeper", "restarts a node");
            worker.leave();
            worker.bootAgain(world().dice().between(50, RESTART_MILLIS_MAX));
        }
    }

    /** As a leader who knew less: something of what is all in use, else something for a node that should get nothing. */
    private void grantAnyway() {
        List<StepRef> ready = ready();
        Optional<StepRef> sharing = ready.stream().filter(this::shares).findFirst();
        if (sharing.isPresent()) {
            truth().sessions().values().stream()
                    .filter(session -> truth().takesNothing(session).isEmpty())
                    .min(Comparator.comparingInt(session -> session.leases().size()))
                    .ifPresent(session -> grant(session, sharing.get()));
        } else if (!ready.isEmpty()) {
            truth().sessions().values().stream()
                    .filter(session -> truth().takesNothing(session).isPresent())
                    .findFirst()
                    .ifPresent(session -> grant(session, ready.getFirst()));
        }
    }

    private List<StepRef> ready() {
        List<StepRef> ready = new ArrayList<>();
        for (Job job : truth().jobs().values()) {
            for (int number = 0; number < job.steps().size(); number++) {
                if (!job.ready(number).isEmpty()) {
                    ready.add(job.ref(number));
                }
            }
        }
        return ready;
    }

    private boolean shares(StepRef ref) {
        return truth().resources().containsKey(SHARED)
                && truth().plan(ref).demand().containsKey(SHARED);
    }

    private void grant(Session session, StepRef ref) {
        world().counts().count("keeper", "grants anyway");
        ItemSet items = truth().jobs().at(ref.job()).ready(ref.step()).lowest(3);
        Envelope grant = new Envelope(Actor.LEADER, new Command.Grant(session.id(), ref, items, 3));
        SimulatedControl control = world().dice().pick(cluster().controls());
        if (control.alive()) {
            control.after(0, "command", () -> control.submit(grant, _ -> {}));
        }
    }

    private void mistake() {
        Command mistake = switch (world().dice().below(5)) {
            case 0 -> new Command.DrainNode("nobody", "", 0);
            case 1 -> new Command.DrainNode("worker1", "", -1);
            case 2 -> new Command.ResumeNode("nobody");
            case 3 -> new Command.SetResource("cpu", 4_000);
            default -> new Command.RemoveResource("none");
        };
        ask(mistake, _ -> {});
    }
}
