package org.manyhands.verify.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import org.manyhands.core.command.Command;
import org.manyhands.core.command.Command.AdmitNode;
import org.manyhands.core.command.Command.CreateToken;
import org.manyhands.core.command.Command.LocateNode;
import org.manyhands.core.command.Reply;
import org.manyhands.core.command.Role;
import org.manyhands.core.state.State;

/**
 * Somebody who sets up control nodes and takes them away: adds one, removes one that is well only while all others are, and
 * removes those whose logs are gone, in whose place new machines come under new names. When the world is fair, no node belongs
 * to the cluster that is gone, and the log is kept by those who should.
 */
final class SimulatedFounder extends SimulatedPerson {
    private static final int CONTROLS_MAX = 5;
    private static final int MACHINES_MAX = 9;
    private static final long TOKEN_MILLIS = 60_000;

    private int machines;
    private int joining;
    private int removing;

    SimulatedFounder(Cluster cluster) {
        super(cluster, "founder");
        machines = cluster.scenario().members();
    }

    void start() {
        begin();
        after(world().dice().between(1_000, 5_000), "founder", this::live);
    }

    boolean satisfied() {
        SortedSet<String> members = ControlQuorum.controls(truth());
        return answered()
                && gone().isEmpty()
                && members.containsAll(cluster().truth().voters())
                && cluster().truth().voters().size() >= odd(members.size());
    }

    private static int odd(int most) {
        return most % 2 == 0 ? most - 1 : most;
    }

    /** Whether a control node is about to be none any more. */
    boolean removes() {
        return removing > 0 || !unfinished().isEmpty();
    }

    private State truth() {
        return cluster().truth().state();
    }

    private void live() {
        unfinished().stream()
                .filter(name -> !cluster().truth().voters().contains(name))
                .forEach(name -> cluster().retire(name));
        if (answered()) {
            if (!world().faulty()) {
                gone().stream().findFirst().ifPresent(this::remove);
            } else {
                act();
            }
        }
        after(world().dice().between(100, 2_500), "founder", this::live);
    }

    private void act() {
        Dice dice = world().dice();
        SortedSet<String> members = ControlQuorum.controls(truth());
        List<String> gone = gone();
        if (!gone.isEmpty()) {
            if (dice.permille(400)) {
                remove(gone.getFirst());
            }
        } else if (members.size() < CONTROLS_MAX && machines < MACHINES_MAX && dice.permille(500)) {
            join();
        } else if (members.size() > 1 && dice.permille(300) && !removes()) {
            remove(dice.pick(List.copyOf(members)));
        }
    }

    /** Members whose logs are gone. */
    private List<String> gone() {
        return ControlQuorum.controls(truth()).stream()
                .filter(name -> cluster().control(name).gone())
                .toList();
    }

    /** Machines that were removed and do not know it yet. */
    private List<String> unfinished() {
        SortedSet<String> members = ControlQuorum.controls(truth());
        List<String> unfinished = new ArrayList<>();
        cluster().controls().forEach(control -> {
            if (!members.contains(control.name()) && joining == 0) {
                unfinished.add(control.name());
            }
        });
        return unfinished;
    }

    private void join() {
        String name = Founding.name(++machines);
        world().counts().count("voters", "control node joins");
        joining++;
        cluster().addControl(name);
        CreateToken token =
                new CreateToken("c" + machines, Founding.key(name + " token"), Role.CONTROL, 1, TOKEN_MILLIS);
        AdmitNode admit = new AdmitNode(name, Founding.key(name), Role.CONTROL, token.id(), token.digest());
        ask(
                token,
                _ -> ask(admit, reply -> {
                    joining--;
                    if (reply instanceof Reply.Done) {
                        ask(new LocateNode(name, List.of(name + ":7420")), _ -> {});
                    }
                }));
    }

    private void remove(String name) {
        removing++;
        world().counts()
                .count("voters", cluster().control(name).gone() ? "lost control node removed" : "control node removed");
        ask(new Command.RemoveNode(name), _ -> removing--);
    }
}
