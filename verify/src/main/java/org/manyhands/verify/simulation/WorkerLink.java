package org.manyhands.verify.simulation;

import java.util.Optional;
import org.manyhands.wire.Beat;
import org.manyhands.wire.BeatAnswer;
import org.manyhands.wire.Hello;
import org.manyhands.wire.Holding;
import org.manyhands.wire.Welcome;
import org.manyhands.worker.lease.Ledger;
import org.manyhands.worker.lease.Pace;

/** The link of a worker's life: opened at any control node, kept by beats, and opened elsewhere when nobody answers. */
final class WorkerLink {
    private static final long HELLO_MILLIS = 900;
    private static final long COPY_TRIES_MILLIS = 2_000;
    private static final double LOAD = 0.5;
    private static final double PERMILLE = 1_000.0;

    private final Cluster cluster;
    private final SimulatedWorker me;
    private final Ledger ledger;
    private final Pace pace;
    private Optional<Link> link = Optional.empty();
    private boolean welcomed;
    private long helloSent;
    private long lastAnswer;

    WorkerLink(Cluster cluster, SimulatedWorker me, Ledger ledger, Pace pace) {
        this.cluster = cluster;
        this.me = me;
        this.ledger = ledger;
        this.pace = pace;
        lastAnswer = me.now();
    }

    /** The link, once the other end has said welcome. */
    Optional<Link> open() {
        return welcomed ? link : Optional.empty();
    }

    boolean on(Link other) {
        return link.isPresent() && link.get().id() == other.id();
    }

    void connect() {
        if (me.cannotBoot()) {
            me.bootAgain(COPY_TRIES_MILLIS);
            return;
        }
        SimulatedControl control = me.world().dice().pick(cluster.controls());
        Link mine = new Link(me.world().dice().any(), me, control, me.key());
        link = Optional.of(mine);
        welcomed = false;
        helloSent = me.now();
        lastAnswer = me.now();
        Hello hello = me.hello();
        long seen = ledger.seen();
        long sentMillis = me.world().now();
        cluster.network().send(me, control, "hello", () -> control.links().hello(mine, hello, seen, sentMillis));
        me.after(HELLO_MILLIS, "hello timeout", () -> {
            if (on(mine) && !welcomed) {
                connect();
            }
        });
    }

    void welcomed(Link from, Welcome welcome) {
        if (!on(from) || welcomed) {
            return;
        }
        welcomed = true;
        if (!welcome.getRefused().isEmpty()) {
            me.bootAgain(me.stranger() ? 3_000 : 500);
            return;
        }
        if (ledger.session() != welcome.getSession()) {
            me.commands().otherSession();
        }
        me.opened();
        ledger.opened(welcome, helloSent, me.now());
        lastAnswer = me.now();
        me.commands().send();
        deadlineMoved();
        me.pump();
    }

    void reconciled(Link from, Holding holding) {
        if (on(from)) {
            if (!ledger.reconcile(holding)) {
                me.world().counts().count("worker", "reconcile ignored");
            }
            me.pump();
        }
    }

    void beats() {
        if (ledger.open()) {
            open().ifPresent(this::beat);
        }
        boolean unheard = me.now() - lastAnswer > cluster.scenario().ttlMillis() / 2;
        if (open().isPresent() && (!ledger.open() || unheard)) {
            connect();
        }
        me.after(beatMillis(), "beat", this::beats);
    }

    private void beat(Link mine) {
        long sent = me.now();
        long sentMillis = me.world().now();
        Beat beat = ledger.beat(LOAD, "");
        SimulatedControl control = mine.control();
        cluster.network()
                .send(
                        me,
                        control,
                        "beat",
                        () -> control.links()
                                .beat(
                                        mine,
                                        beat,
                                        sentMillis,
                                        answer -> me.link().beatAnswered(mine, answer, sent)));
    }

    long beatMillis() {
        return cluster.scenario().ttlMillis() / 6;
    }

    private void beatAnswered(Link from, BeatAnswer answer, long sent) {
        if (!on(from) || !ledger.open()) {
            return;
        }
        lastAnswer = me.now();
        ledger.beatAnswered(answer, sent, me.now());
        pace.loadFactor(answer.getCommitPacePermille() / PERMILLE);
        if (ledger.open()) {
            deadlineMoved();
        } else {
            over();
        }
        me.pump();
    }

    /** The node was told that its session ended. */
    void over() {
        me.world().counts().count("worker", "told that the session ended");
        me.commands().forget();
        me.pump();
        connect();
    }

    private void deadlineMoved() {
        cluster.beats().believes(me.name(), ledger.session(), me.deadline());
        me.after(ledger.deadlineMillis() - me.now(), "deadline", me::timeUp);
    }
}
