package org.manyhands.worker.link;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.manyhands.link.Endpoint;
import org.manyhands.link.LinkClosedException;
import org.manyhands.link.LinkStream;
import org.manyhands.link.NodeCredentials;
import org.manyhands.wire.Beat;
import org.manyhands.wire.BeatAnswer;
import org.manyhands.wire.CommandAnswer;
import org.manyhands.wire.Frame;
import org.manyhands.wire.Hello;
import org.manyhands.wire.Holding;
import org.manyhands.wire.StepInfo;
import org.manyhands.wire.StepResults;
import org.manyhands.wire.Welcome;
import org.manyhands.wire.WorkerCommand;
import org.manyhands.worker.lease.StepKey;
import org.manyhands.worker.peer.Sharing;
import org.manyhands.worker.run.ControlLink;
import org.manyhands.worker.run.LinkDownException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The link to a control plane in other processes. A hello attaches it to one control node after another until one answers; everything
 * else goes to the one it is attached to. Safe for concurrent use.
 */
public final class RemoteLink implements ControlLink, AutoCloseable {
    /** Addresses of control nodes that are remembered. */
    private static final int CONTROL_MAX = 100;

    private static final Duration HELLO_LIMIT = Duration.ofSeconds(10);
    private static final Duration COMMAND_LIMIT = Duration.ofSeconds(30);
    private static final Duration BEAT_LIMIT_FIRST = Duration.ofSeconds(5);
    private static final Logger LOG = LoggerFactory.getLogger(RemoteLink.class);

    private final NodeCredentials own;
    private final Consumer<List<Endpoint>> learnt;
    private final Sharing sharing;
    private final Object learning = new Object();
    private volatile List<Endpoint> control;
    private final Backoff backoff = new Backoff();
    private final Trips trips = new Trips();
    private int next;
    /** Where this node is wanted, the best first; tried before all others, once. */
    private final Queue<Endpoint> wanted = new ConcurrentLinkedQueue<>();

    private volatile @Nullable Attachment attachment;
    private volatile Duration beatLimit = BEAT_LIMIT_FIRST;
    private volatile boolean closed;

    /**
     * @param control where control nodes are; at least one
     * @param learnt is told where they are by now, when that is another place
     * @param sharing where other workers may ask this one for what it has read
     */
    public RemoteLink(List<Endpoint> control, NodeCredentials own, Consumer<List<Endpoint>> learnt, Sharing sharing) {
        if (control.isEmpty()) {
            throw new IllegalArgumentException("no control node is known");
        }
        this.control = List.copyOf(control);
        this.own = own;
        this.learnt = learnt;
        this.sharing = sharing;
    }

    /** The control node that it is attached to. */
    public Optional<Endpoint> attachedTo() {
        Attachment now = attachment;
        return now == null || !now.alive() ? Optional.empty() : Optional.of(now.to());
    }

    /** Leaves the connection, to make another one with the certificate that this node has now. What is on its way goes on. */
    public void reattach() {
        Attachment now = attachment;
        if (now != null) {
            now.leave();
        }
    }

    @Override
    public synchronized Welcome open(Hello hello) throws LinkDownException, InterruptedException {
        Attachment attached = dial();
        try {
            Frame answer = attached.ask(Frame.newBuilder().setHello(sharing.told(hello)), HELLO_LIMIT);
            if (!answer.hasWelcome()) {
                // Another control node may reach the leader.
                attached.close();
                backoff.await();
                throw new LinkDownException(answer.getUnavailable().getReason());
            }
            backoff.reset();
            beatLimit = Duration.ofMillis(answer.getWelcome().getTtlMillis() / 2);
            learn(answer.getWelcome().getControlList());
            return answer.getWelcome();
        } catch (LinkClosedException down) {
            if (down.refused()) {
                return Welcome.newBuilder()
                        .setRefused(String.valueOf(down.getMessage()))
                        .build();
            }
            LOG.info("Control node {} is out of reach: {}", attached.to(), down.getMessage());
            backoff.await();
            throw new LinkDownException(String.valueOf(down.getMessage()));
        }
    }

    /** What was known before is kept at the end: of a node with several addresses, not each may be known there. */
    private void learn(List<String> told) {
        synchronized (learning) {
            Set<Endpoint> all =
                    new LinkedHashSet<>(told.stream().map(Endpoint::parse).toList());
            all.addAll(control);
            List<Endpoint> now = all.stream().limit(CONTROL_MAX).toList();
            if (!now.equals(control)) {
                control = now;
                learnt.accept(now);
            }
        }
    }

    private Attachment dial() throws LinkDownException {
        Attachment before = attachment;
        if (before != null && before.alive()) {
            return before;
        }
        if (before != null && !before.left()) {
            before.close();
        }
        if (closed) {
            throw new LinkDownException("this node leaves");
        }
        List<Endpoint> known = control;
        Attachment made = new Attachment(Optional.ofNullable(wanted.poll()).orElseGet(() -> turn(known)), own);
        attachment = made;
        return made;
    }

    private Endpoint turn(List<Endpoint> known) {
        Endpoint turn = known.get(next % known.size());
        next = (next + 1) % known.size();
        return turn;
    }

    /** A session goes on over any link. */
    private void move(List<Endpoint> to) {
        LOG.info("This node is sent to the control node at {}.", to);
        wanted.clear();
        wanted.addAll(to);
        reattach();
    }

    private Attachment attached() throws LinkDownException {
        Attachment now = attachment;
        if (now == null || !now.alive()) {
            throw new LinkDownException("this node is attached to no control node");
        }
        return now;
    }

    private Frame ask(Frame.Builder question, Duration limit) throws LinkDownException, InterruptedException {
        try {
            Frame answer = attached().ask(question, limit);
            if (answer.hasUnavailable() && !answer.getUnavailable().getReason().isEmpty()) {
                throw new LinkDownException(answer.getUnavailable().getReason());
            }
            return answer;
        } catch (LinkClosedException down) {
            throw new LinkDownException(String.valueOf(down.getMessage()));
        }
    }

    @Override
    public void serve(long session, Consumer<Holding> orders) throws LinkDownException, InterruptedException {
        Attachment attached = attached();
        while (true) {
            switch (attached.nextOrder()) {
                case Attachment.Order.Hold(Holding holding) -> orders.accept(holding);
                case Attachment.Order.Over(long gone) -> {
                    if (gone == session) {
                        return;
                    }
                }
                case Attachment.Order.Down(LinkClosedException reason) ->
                    throw new LinkDownException(String.valueOf(reason.getMessage()));
            }
        }
    }

    @Override
    public CommandAnswer command(WorkerCommand command) throws LinkDownException, InterruptedException {
        return ask(Frame.newBuilder().setCommand(command), COMMAND_LIMIT).getCommandAnswer();
    }

    @Override
    public BeatAnswer beat(Beat beat) throws LinkDownException, InterruptedException {
        Beat.Builder measured = beat.toBuilder().setGivenBytes(sharing.givenBytes());
        synchronized (trips) {
            trips.shortest().ifPresent(measured::setTrip);
        }
        long sentWallMillis = System.currentTimeMillis();
        long sent = System.nanoTime();
        BeatAnswer answer = ask(Frame.newBuilder().setBeat(measured), beatLimit).getBeatAnswer();
        synchronized (trips) {
            trips.add(System.nanoTime() - sent, sentWallMillis, answer.getWallMillis());
        }
        learn(answer.getControlList());
        if (answer.getMoveCount() > 0) {
            move(answer.getMoveList().stream().map(Endpoint::parse).toList());
        }
        return answer;
    }

    @Override
    public Optional<StepInfo> describe(StepKey step) throws LinkDownException, InterruptedException {
        Frame answer = ask(Frame.newBuilder().setDescribe(asked(step)), COMMAND_LIMIT);
        return answer.hasStep() ? Optional.of(answer.getStep()) : Optional.empty();
    }

    @Override
    public Optional<StepResults> results(StepKey step) throws LinkDownException, InterruptedException {
        Frame answer = ask(Frame.newBuilder().setResults(asked(step)), COMMAND_LIMIT);
        return answer.hasStepResults() ? Optional.of(answer.getStepResults()) : Optional.empty();
    }

    private static Frame.StepAsked asked(StepKey step) {
        return Frame.StepAsked.newBuilder()
                .setJob(step.job())
                .setStep(step.step())
                .build();
    }

    /**
     * A stream about one thing, to the control node that this one is attached to.
     *
     * @throws LinkClosedException if it is attached to none
     */
    public LinkStream openStream() throws LinkClosedException {
        try {
            return attached().openBulk();
        } catch (LinkDownException down) {
            throw new LinkClosedException(String.valueOf(down.getMessage()), false);
        }
    }

    @Override
    public void close() {
        closed = true;
        Attachment now = attachment;
        if (now != null) {
            now.close();
        }
    }

    /** Waits until it is attached, or the time is over. */
    public boolean awaitAttached(Duration limit) throws InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        while (attachedTo().isEmpty() && System.nanoTime() < end) {
            TimeUnit.MILLISECONDS.sleep(20);
        }
        return attachedTo().isPresent();
    }
}
