package org.manyhands.verify.simulation;

import java.util.ArrayList;
import java.util.List;
import org.manyhands.core.Bytes;
import org.manyhands.core.command.Actor;
import org.manyhands.core.command.Command;
import org.manyhands.core.command.Command.AdmitNode;
import org.manyhands.core.command.Command.CreateToken;
import org.manyhands.core.command.Entry;
import org.manyhands.core.command.Envelope;
import org.manyhands.core.command.Role;
import org.manyhands.core.machine.Machine;
import org.manyhands.core.state.State;

/** A cluster of so many control nodes, as it is when they have joined it. */
final class Founding {
    private static final int KEY_BYTES = 32;
    private static final long TOKEN_MILLIS = 1_000;

    private Founding() {}

    static String name(int number) {
        return "control" + number;
    }

    /** The key of a control node; another machine has another number. */
    static Bytes key(String name) {
        byte[] bytes = new byte[KEY_BYTES];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (name.hashCode() >>> i);
        }
        return Bytes.copyOf(bytes);
    }

    static State of(State none, int controls) {
        List<Envelope> commands = new ArrayList<>();
        add(commands, new Command.RaiseLevel(Machine.LEVEL));
        add(commands, new AdmitNode(name(1), key(name(1)), Role.CONTROL, "", Bytes.EMPTY));
        CreateToken token = new CreateToken("founding", key("token"), Role.CONTROL, controls, TOKEN_MILLIS);
        add(commands, token);
        for (int number = 2; number <= controls; number++) {
            add(commands, new AdmitNode(name(number), key(name(number)), Role.CONTROL, token.id(), token.digest()));
        }
        return new Machine().apply(none, new Entry(commands, none.ticks(), 0)).state();
    }

    private static void add(List<Envelope> commands, Command command) {
        commands.add(new Envelope(Actor.LEADER, command));
    }
}
