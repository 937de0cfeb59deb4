package org.manyhands.verify.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.manyhands.core.Bytes;
import org.manyhands.core.command.Command;
import org.manyhands.core.command.Command.AdmitNode;
import org.manyhands.core.command.Command.CreateToken;
import org.manyhands.core.command.Command.LocateNode;
import org.manyhands.core.command.RefusalCode;
import org.manyhands.core.command.Reply;
import org.manyhands.core.command.Role;
import org.manyhands.core.state.Member;
import org.manyhands.core.state.Node;
import org.manyhands.core.state.State;

/**
 * Somebody who says which nodes belong to the cluster: makes tokens, lets nodes join with them, removes nodes, and sets up
 * new machines under old names while the old ones still run. When the world is fair, every node is let in that should be.
 */
final class SimulatedOperator extends SimulatedPerson {
    private static final int KEY_BYTES = 32;
    private static final long LATE_MILLIS = 8_000;
    private static final int AGAIN_PERMILLE = 300;
    private static final int NEW_TOKEN_PERMILLE = 300;
    private static final int RESTART_PERMILLE = 500;
    private static final int MACHINES_MAX = 2;
    private static final List<String> LABELS = List.of(LabelConditions.CLOSED_LABEL, "zone", "disk");

    private final List<CreateToken> tokens = new ArrayList<>();
    private final Map<String, Bytes> controlKeys = new TreeMap<>();
    private int tokensMade;
    private int machines;

    SimulatedOperator(Cluster cluster) {
        super(cluster, "operator");
    }

    void start() {
        begin();
        after(world().dice().between(100, 5_000), "operator", this::live);
    }

    /** Whoever should be let in is. */
    boolean satisfied() {
        return answered() && (truth().members().isEmpty() || (strangers().isEmpty() && closed().isEmpty()));
    }

    private State truth() {
        return cluster().truth().state();
    }

    private void live() {
        State state = truth();
        if (world().faulty() && state.level() >= Command.LEVEL_MEMBERS) {
            if (state.members().isEmpty()) {
                found();
            } else {
                act();
            }
        } else if (!world().faulty() && !state.members().isEmpty() && answered()) {
            settle();
        }
        after(world().dice().between(100, 2_000), "operator", this::live);
    }

    private void act() {
        Dice dice = world().dice();
        int what = dice.below(17);
        switch (what) {
            case 0, 1, 2, 3, 4 -> any(strangers()).ifPresent(this::join);
            case 5 -> create(Role.WORKER, _ -> {});
            case 6 -> any(tokens).ifPresent(this::revoke);
            case 7, 8 -> any(cluster().workers()).ifPresent(worker -> remove(worker.node()));
            case 9 -> replace();
            case 10, 11, 15 -> control(what);
            case 12, 13, 14 -> label();
            default -> mistake();
        }
    }

    /** Where the log goes by who is a control node, somebody else says who is. */
    private void control(int what) {
        if (cluster().founder().isPresent()) {
            return;
        }
        switch (what) {
            case 10 -> joinControl();
            case 11 -> remove(world().dice().pick(cluster().controls()).name());
            default -> recover();
        }
    }

    private <T> Optional<T> any(List<T> list) {
        return list.isEmpty() ? Optional.empty() : Optional.of(world().dice().pick(list));
    }

    /** Machines that belong here, and are no members with the key that they have. */
    private List<SimulatedWorker> strangers() {
        return cluster().workers().stream()
                .filter(worker -> !worker.stranger() && !isMember(worker))
                .toList();
    }

    private boolean isMember(SimulatedWorker worker) {
        return truth().members().get(worker.node()).map(Member::key).equals(Optional.of(worker.ownKey()));
    }

    private Bytes secret() {
        byte[] bytes = new byte[KEY_BYTES];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) world().dice().any();
        }
        return Bytes.copyOf(bytes);
    }

    private Bytes controlKey(String name) {
        return controlKeys.computeIfAbsent(name, _ -> secret());
    }

    private void found() {
        ask(new AdmitNode("control1", controlKey("control1"), Role.CONTROL, "", Bytes.EMPTY), _ -> {});
    }

    // Tokens.

    private void create(Role role, Consumer<CreateToken> taker) {
        Dice dice = world().dice();
        int uses = dice.pick(List.of(1, 1, 2, 3));
        create(role, uses, dice.pick(List.of(1_000L, 5_000L, 60_000L)), taker);
    }

    private void create(Role role, int uses, long ttlMillis, Consumer<CreateToken> taker) {
        CreateToken create = new CreateToken("t" + ++tokensMade, secret(), role, uses, ttlMillis);
        ask(create, reply -> {
            if (reply instanceof Reply.Done) {
                tokens.add(create);
                taker.accept(create);
            }
        });
        late(create);
    }

    /** Some time later the same comes once more, as from a control node that was slow to hand it on. */
    private void late(Command command) {
        if (world().faulty() && world().dice().permille(AGAIN_PERMILLE)) {
            after(world().dice().between(0, LATE_MILLIS), "again", () -> ask(command, _ -> {}));
        }
    }

    /** Who has it may not know. */
    private void revoke(CreateToken token) {
        ask(new Command.RevokeToken(token.id()), _ -> {});
        if (world().dice().permille(500)) {
            tokens.remove(token);
        }
    }

    // Nodes.

    /** With a new key: the old one may have been removed, and may be in a copy of its directory. */
    private void join(SimulatedWorker worker) {
        worker.draw(secret());
        if (tokens.isEmpty() || world().dice().permille(NEW_TOKEN_PERMILLE)) {
            create(Role.WORKER, token -> join(worker, token));
        } else {
            join(worker, world().dice().pick(tokens));
        }
    }

    private void join(SimulatedWorker worker, CreateToken token) {
        AdmitNode admit = new AdmitNode(worker.node(), worker.ownKey(), Role.WORKER, token.id(), token.digest());
        ask(admit, reply -> joined(worker, token, reply));
        late(admit);
    }

    private void joined(SimulatedWorker worker, CreateToken token, Reply reply) {
        if (reply instanceof Reply.Done && world().dice().permille(RESTART_PERMILLE)) {
            worker.bootAgain(world().dice().between(10, 500));
        } else if (reply instanceof Reply.Refused(RefusalCode code, String _)) {
            if (code == RefusalCode.NAME_TAKEN) {
                remove(worker.node());
            } else if (world().dice().permille(500)) {
                tokens.remove(token);
            }
        }
    }

    private void joinControl() {
        String name = world().dice().pick(cluster().controls()).name();
        create(
                Role.CONTROL,
                token -> ask(
                        new AdmitNode(name, controlKey(name), Role.CONTROL, token.id(), token.digest()),
                        reply -> locate(name, reply)));
    }

    private void locate(String name, Reply reply) {
        if (reply instanceof Reply.Done) {
            LocateNode locate = new LocateNode(name, List.of(name + ":7420"));
            ask(locate, _ -> {});
            late(locate);
        }
    }

    private void remove(String name) {
        boolean busy = cluster().workers().stream()
                .anyMatch(worker -> worker.node().equals(name) && worker.alive() && worker.runsSomething());
        world().counts().count("operator", busy ? "removes a busy node" : "removes a node");
        ask(new Command.RemoveNode(name), _ -> {});
    }

    /** As if the others were gone: the log of the simulation has it from its leader, and no node starts anew. */
    private void recover() {
        String name = world().dice().pick(cluster().controls()).name();
        ask(new Command.RecoverCluster(name, world().dice().any()), _ -> {});
    }

    // Labels.

    /** Some say no more than that, some close a node to the steps that care; both are taken back at times. */
    private void label() {
        Dice dice = world().dice();
        String node = dice.pick(cluster().workers()).node();
        SortedMap<String, String> set = new TreeMap<>();
        List<String> removed = new ArrayList<>();
        for (String name : LABELS) {
            if (dice.permille(300)) {
                set.put(name, dice.pick(List.of("", "1", "2")));
            } else if (dice.permille(300)) {
                removed.add(name);
            }
        }
        Command label = new Command.LabelNode(node, set, removed);
        ask(label, _ -> {});
        late(label);
    }

    /** Nodes that steps which care would wait for, for ever. */
    private List<String> closed() {
        return truth().nodes().values().stream()
                .filter(node -> node.labels().containsKey(LabelConditions.CLOSED_LABEL))
                .map(Node::name)
                .toList();
    }

    /** A new machine gets the name of an old one, which still runs. */
    private void replace() {
        List<SimulatedWorker> own = cluster().workers().stream()
                .filter(worker -> !worker.stranger())
                .toList();
        if (machines < MACHINES_MAX) {
            machines++;
            world().counts().count("operator", "replaces a machine");
            SimulatedWorker old = world().dice().pick(own);
            old.replace();
            cluster().add(new SimulatedWorker(cluster(), old.node(), "-" + machines, false));
        }
    }

    private void mistake() {
        Dice dice = world().dice();
        CreateToken token = any(tokens).orElse(new CreateToken("t0", secret(), Role.WORKER, 1, 1_000));
        Command mistake = switch (dice.below(11)) {
            case 0 -> new AdmitNode("other", secret(), Role.CONTROL, "", Bytes.EMPTY);
            case 1 -> new AdmitNode("other", secret(), Role.WORKER, token.id(), secret());
            case 2 -> new AdmitNode("other", secret(), Role.WORKER, "none", token.digest());
            case 3 -> new AdmitNode("other", secret(), Role.CONTROL, token.id(), token.digest());
            case 4 -> new AdmitNode("worker1", secret(), Role.WORKER, token.id(), token.digest());
            case 5 -> new Command.RemoveNode("nobody");
            case 6 -> new Command.RevokeToken("none");
            case 7 -> new CreateToken("none", secret(), Role.WORKER, 0, 1_000);
            case 8 -> new Command.LabelNode("nobody", new TreeMap<>(Map.of("zone", "eu")), List.of());
            case 9 -> new Command.LabelNode("worker1", new TreeMap<>(Map.of("os", "none")), List.of());
            default -> new CreateToken(token.id(), secret(), Role.WORKER, 1, 1_000);
        };
        ask(mistake, _ -> {});
    }

    /** One thing after the other, until all is as it should be. */
    private void settle() {
        closed().forEach(node ->
                ask(new Command.LabelNode(node, new TreeMap<>(), List.of(LabelConditions.CLOSED_LABEL)), _ -> {}));
        any(strangers()).ifPresent(worker -> {
            if (truth().members().containsKey(worker.node())) {
                remove(worker.node());
                return;
            }
            worker.draw(secret());
            create(Role.WORKER, 1, 60_000, token -> join(worker, token));
        });
    }
}
