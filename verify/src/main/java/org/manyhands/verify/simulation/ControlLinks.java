package org.manyhands.verify.simulation;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.manyhands.core.Bytes;
import org.manyhands.core.command.Actor;
import org.manyhands.core.command.Command;
import org.manyhands.core.command.Envelope;
import org.manyhands.core.command.Reply;
import org.manyhands.core.state.Session;
import org.manyhands.core.state.State;
import org.manyhands.server.control.Answer;
import org.manyhands.server.link.Holdings;
import org.manyhands.server.link.Translator;
import org.manyhands.wire.Beat;
import org.manyhands.wire.BeatAnswer;
import org.manyhands.wire.CommandAnswer;
import org.manyhands.wire.Hello;
import org.manyhands.wire.Holding;
import org.manyhands.wire.Welcome;
import org.manyhands.wire.WorkerCommand;

/** The ends of the workers' links in one life of a control node. */
final class ControlLinks {
    private final Cluster cluster;
    private final SimulatedControl me;
    private final Map<String, Attached> attached = new TreeMap<>();
    private boolean changeComing;

    /** The newest link of a worker here: its session once it is open, what it has seen, and what it was told last. */
    private static final class Attached {
        private final Link link;
        private long session;
        private long seen;
        private List<Holding.Lease> told = List.of();

        Attached(Link link, long seen) {
            this.link = link;
            this.seen = seen;
        }

        void saw(long applied) {
            seen = Math.max(seen, applied);
        }
    }

    ControlLinks(Cluster cluster, SimulatedControl me) {
        this.cluster = cluster;
        this.me = me;
    }

    /** A worker opens a link, if this member knows it as one of the cluster; the same hello once more changes nothing. */
    void hello(Link link, Hello hello, long seen, long sentMillis) {
        Attached known = attached.get(link.worker().name());
        if (known != null && known.link.id() == link.id()) {
            return;
        }
        State root = me.root();
        if (!root.admits(hello.getNode(), link.key())) {
            me.world().counts().count("control", "hello of a stranger");
            Welcome refused = Welcome.newBuilder().setRefused("not a member").build();
            send(link, "welcome", () -> link.worker().link().welcomed(link, refused));
            return;
        }
        Bytes key = root.level() < Command.LEVEL_MEMBERS ? Bytes.EMPTY : link.key();
        Attached here = new Attached(link, seen);
        attached.put(link.worker().name(), here);
        me.submit(new Envelope(actor(link.worker()), Translator.open(hello, key)), answer -> {
            if (answer instanceof Answer.Applied(Reply reply, long applied)) {
                welcome(here, reply, applied, sentMillis);
            }
        });
    }

    private void welcome(Attached here, Reply reply, long applied, long sentMillis) {
        Welcome.Builder welcome = Welcome.newBuilder()
                .setEpoch(me.root().epoch())
                .setApplied(applied)
                .setTtlMillis(cluster.scenario().ttlMillis());
        switch (reply) {
            case Reply.Opened(long session, long nextSeq) -> {
                here.session = session;
                cluster.beats().promise(session, sentMillis);
                here.saw(applied);
                welcome.setSession(session).setNextSeq(nextSeq);
            }
            case Reply.Refused(var _, String sentence) -> welcome.setRefused(sentence);
            case Reply.Done _, Reply.Submitted _, Reply.Counted _, Reply.OutOfSequence _, Reply.Ended _, Reply.Busy _ ->
                throw new IllegalStateException("not a reply to a hello: " + reply);
        }
        Link link = here.link;
        send(link, "welcome", () -> link.worker().link().welcomed(link, welcome.build()));
        reconcile(here, true);
    }

    void command(Link link, WorkerCommand command) {
        me.submit(new Envelope(actor(link.worker()), Translator.command(command)), answer -> {
            if (answer instanceof Answer.Applied(Reply reply, long applied)) {
                CommandAnswer message = Translator.answer(reply, me.root().epoch(), applied);
                send(link, "command answer", () -> link.worker().commands().answered(link, message));
            }
        });
    }

    void beat(Link link, Beat beat, long sentMillis, Consumer<BeatAnswer> toWorker) {
        Attached here = attached.get(link.worker().name());
        if (here == null || here.link.id() != link.id()) {
            return;
        }
        here.saw(beat.getSeenApplied());
        reconcile(here, true);
        Consumer<BeatAnswer> answer = reply -> send(link, "beat answer", () -> toWorker.accept(reply));
        if (me.leader().leading()) {
            me.arrived(beat, sentMillis, answer);
        } else {
            me.believed().ifPresent(there -> {
                me.world().counts().count("control", "forwarded beat");
                Consumer<BeatAnswer> back =
                        reply -> cluster.network().send(there, me, "beat back", () -> answer.accept(reply));
                cluster.network().send(me, there, "forward beat", () -> there.arrived(beat, sentMillis, back));
            });
        }
    }

    /** The state is another one. */
    void changed() {
        if (!changeComing) {
            changeComing = true;
            me.after(1, "reconcile", () -> {
                changeComing = false;
                attached.values().forEach(here -> reconcile(here, false));
            });
        }
    }

    /** Tells the worker what its session holds, unless this member is behind what the worker has seen. */
    private void reconcile(Attached here, boolean again) {
        Optional<Session> session = me.root().sessions().get(here.session);
        if (session.isEmpty() || me.root().applied() < here.seen) {
            return;
        }
        Holding holding = Holdings.of(me.root(), session.get());
        if (again || !holding.getLeasesList().equals(here.told)) {
            here.told = holding.getLeasesList();
            Link link = here.link;
            send(link, "holding", () -> link.worker().link().reconciled(link, holding));
        }
    }

    private void send(Link link, String label, Runnable delivery) {
        cluster.network().send(me, link.worker(), label, delivery);
    }

    private static Actor actor(SimulatedWorker worker) {
        return new Actor(worker.name(), "certificate", "", 0);
    }
}
