package org.manyhands.server.link;

import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.manyhands.core.command.Actor;
import org.manyhands.core.state.Member;
import org.manyhands.core.state.State;
import org.manyhands.link.Caller;
import org.manyhands.link.Endpoint;
import org.manyhands.link.LinkClosedException;
import org.manyhands.link.LinkStream;
import org.manyhands.server.blob.Swarm;
import org.manyhands.server.control.Control;
import org.manyhands.server.identity.Gate;
import org.manyhands.wire.Beat;
import org.manyhands.wire.Frame;
import org.manyhands.wire.Hello;
import org.manyhands.wire.Welcome;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The stream over which one worker lives: its session, its commands, its beats and its questions, and what it holds. Each question is
 * answered on a thread of its own, but hellos, which are answered in their order. It ends when the worker leaves, is no member any
 * more, or has let its certificate expire.
 */
final class SessionStream {
    private static final Duration LOOK = Duration.ofSeconds(1);
    private static final Logger LOG = LoggerFactory.getLogger(SessionStream.class);

    private final String node;
    private final Control control;
    private final Swarm swarm;
    private final LinkStream stream;
    private final Caller caller;
    private final Member member;
    private final X509Certificate certificate;
    private final WorkerDesk desk;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private Optional<Future<?>> orders = Optional.empty();
    private Optional<Swarm.Peer> sharing = Optional.empty();

    /** @param node the name of this control node */
    SessionStream(String node, Control control, Swarm swarm, LinkStream stream, Caller caller, Member member) {
        this.node = node;
        this.control = control;
        this.swarm = swarm;
        this.caller = caller;
        this.stream = stream;
        this.member = member;
        certificate = caller.certificate().orElseThrow();
        desk = new WorkerDesk(control, new Actor(member.name(), "certificate", caller.address(), 0), member.key());
    }

    void serve(Frame first) throws LinkClosedException, InterruptedException {
        try {
            threads.execute(this::guard);
            Optional<Frame> next = Optional.of(first);
            while (next.isPresent()) {
                take(next.get());
                next = stream.receive();
            }
        } finally {
            sharing.ifPresent(peer -> swarm.left(member.name(), peer));
            var _ = threads.shutdownNow();
        }
    }

    private void take(Frame frame) throws LinkClosedException, InterruptedException {
        switch (frame.getBodyCase()) {
            case HELLO -> hello(frame.getCall(), frame.getHello());
            case COMMAND -> answer(frame, () -> answer().setCommandAnswer(desk.command(frame.getCommand())));
            case BEAT -> {
                Beat beat = frame.getBeat().toBuilder().setVia(node).build();
                answer(frame, () -> answer().setBeatAnswer(desk.beat(beat, beatLimit())));
            }
            case DESCRIBE ->
                answer(
                        frame,
                        () -> desk.describe(
                                        frame.getDescribe().getJob(),
                                        frame.getDescribe().getStep())
                                .map(step -> answer().setStep(step))
                                .orElse(unavailable("")));
            case RESULTS ->
                answer(
                        frame,
                        () -> desk.results(
                                        frame.getResults().getJob(),
                                        frame.getResults().getStep())
                                .map(results -> answer().setStepResults(results))
                                .orElse(unavailable("")));
            // A newer worker may ask for more than this version knows; it hears that, and goes on.
            default ->
                stream.send(unavailable("this control node does not know what was asked")
                        .setCall(frame.getCall()));
        }
    }

    private Duration beatLimit() {
        return Duration.ofMillis(control.ttlMillis() / 2);
    }

    private Frame.Builder answer() {
        State state = control.root();
        return Frame.newBuilder().setEpoch(state.epoch()).setApplied(state.applied());
    }

    private Frame.Builder unavailable(String reason) {
        return answer().setUnavailable(Frame.Unavailable.newBuilder().setReason(reason));
    }

    /** A question that may take a while. */
    private interface Question {
        Frame.Builder ask() throws LinkUnavailableException, InterruptedException;
    }

    private void answer(Frame question, Question desk) {
        threads.execute(() -> {
            try {
                Frame.Builder answer;
                try {
                    answer = desk.ask();
                } catch (LinkUnavailableException unavailable) {
                    answer = unavailable(String.valueOf(unavailable.getMessage()));
                }
                stream.send(answer.setCall(question.getCall()));
            } catch (LinkClosedException over) {
                LOG.debug("Node {} left before it was answered: {}", member.name(), over.getMessage());
            } catch (InterruptedException stop) {
                Thread.currentThread().interrupt();
            } catch (RuntimeException bug) {
                LOG.error("A question of node {} failed: {}", member.name(), question.getBodyCase(), bug);
                stream.close("internal error: " + bug);
            }
        });
    }

    /** Opens the session, and from then on tells it what it holds: anew after each hello, as the worker may have missed the last. */
    private void hello(long call, Hello hello) throws LinkClosedException, InterruptedException {
        orders.ifPresent(before -> before.cancel(true));
        try {
            Welcome welcome = desk.open(hello);
            stream.send(answer().setCall(call).setWelcome(welcome));
            if (welcome.getRefused().isEmpty()) {
                LOG.info("Node {} is attached.", member.name());
                share(hello);
                orders = Optional.of(threads.submit(() -> order(welcome.getSession())));
            }
        } catch (LinkUnavailableException unavailable) {
            stream.send(unavailable(String.valueOf(unavailable.getMessage())).setCall(call));
        }
    }

    /** Other workers reach it by the address from which it called. */
    private void share(Hello hello) {
        if (hello.hasSharing()) {
            Endpoint at = new Endpoint(
                    Endpoint.parse(caller.address()).host(), hello.getSharing().getPort());
            Swarm.Peer peer = new Swarm.Peer(at, hello.getSharing().getSecret());
            swarm.joined(member.name(), peer);
            sharing = Optional.of(peer);
        }
    }

    private void order(long session) {
        try {
            desk.<LinkClosedException>serve(session, holding -> stream.send(answer().setHolding(holding)));
            stream.send(answer().setOver(Frame.Over.newBuilder().setSession(session)));
        } catch (LinkClosedException over) {
            LOG.debug("Node {} left: {}", member.name(), over.getMessage());
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException bug) {
            LOG.error("The orders of node {} failed.", member.name(), bug);
            stream.close("internal error: " + bug);
        }
    }

    /** Ends the stream of a node that is a member no more, and of one whose certificate is no good any longer. */
    private void guard() {
        try {
            while (member(control.await(state -> !member(state), LOOK))) {
                if (certificate.getNotAfter().toInstant().isBefore(Instant.now())) {
                    stream.close("the certificate of node " + member.name() + " has expired");
                    return;
                }
            }
            LOG.warn("Node {} was removed; its link is cut.", member.name());
            stream.refuse("node " + member.name() + " was removed from the cluster");
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean member(State state) {
        return Gate.member(state, member.name(), member.key()).isPresent();
    }
}
