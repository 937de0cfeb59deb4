package org.manyhands.verify.simulation;

import java.util.function.Consumer;
import org.manyhands.core.command.Actor;
import org.manyhands.core.command.Command;
import org.manyhands.core.command.Envelope;
import org.manyhands.core.command.Reply;
import org.manyhands.server.control.Answer;

/** Somebody at a command line, who repeats what was not answered, at any control node, and believes what was. */
abstract class SimulatedPerson extends SimulatedProcess {
    private static final long REPEAT_MILLIS = 1_500;

    private final Cluster cluster;
    private int asking;

    SimulatedPerson(Cluster cluster, String name) {
        super(cluster.world(), name);
        this.cluster = cluster;
    }

    final Cluster cluster() {
        return cluster;
    }

    /** Every question was answered. */
    final boolean answered() {
        return asking == 0;
    }

    /** An answer came that knows so much. */
    void saw(long applied) {}

    /** An answer was believed. */
    void afterwards() {}

    final void ask(Command command, Consumer<Reply> taker) {
        asking++;
        Once<Reply> once = new Once<>(reply -> {
            asking--;
            taker.accept(reply);
        });
        ask(new Envelope(new Actor(name(), "token", "", 0), command), once);
    }

    private void ask(Envelope envelope, Once<Reply> taker) {
        if (taker.taken()) {
            return;
        }
        SimulatedControl control = world().dice().pick(cluster.controls());
        cluster.network()
                .send(
                        this,
                        control,
                        "ask",
                        () -> control.submit(
                                envelope,
                                answer -> cluster.network()
                                        .send(control, this, "answer", () -> answered(answer, taker))));
        after(REPEAT_MILLIS, "ask again", () -> {
            if (!taker.taken()) {
                world().counts().count("client", "repeated");
                ask(envelope, taker);
            }
        });
    }

    private void answered(Answer answer, Once<Reply> taker) {
        if (answer instanceof Answer.Applied(Reply reply, long applied)) {
            saw(applied);
            taker.accept(reply);
            afterwards();
        }
    }
}
