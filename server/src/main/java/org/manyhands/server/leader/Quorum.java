package org.manyhands.server.leader;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.manyhands.core.command.Actor;
import org.manyhands.core.command.Command;
import org.manyhands.core.command.Envelope;
import org.manyhands.core.command.Role;
import org.manyhands.core.machine.Machine;
import org.manyhands.core.state.Member;
import org.manyhands.core.state.State;
import org.manyhands.server.control.Answer;
import org.manyhands.server.control.Control;
import org.manyhands.server.control.LeaderLink;
import org.manyhands.server.identity.LogNames;
import org.manyhands.server.replica.Membership;
import org.manyhands.server.replica.Peers;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the control nodes together: this one known to the others, the others to this one, and where it leads, the log with those who
 * should keep it, and workers evenly attached. On a thread of its own.
 */
public final class Quorum implements AutoCloseable {
    private static final long PAUSE_MILLIS = 500;
    /** To catch up with a long log takes a while; who gets on is waited for. */
    private static final long CHANGE_MINUTES_MAX = 10;

    /** The others elect one of themselves a little later anyway. */
    private static final Duration HAND_OVER_LIMIT = Duration.ofSeconds(2);

    private static final byte[] NOTHING = new byte[0];
    private static final Logger LOG = LoggerFactory.getLogger(Quorum.class);

    private final Control control;
    private final Membership log;
    private final Peers peers;
    private final LeaderLink others;
    private final String node;
    private final List<String> addresses;
    private final Book book;
    private final Supplier<Optional<String>> refusal;
    private final Consumer<String> onRefused;
    private final Voters voters = new Voters();
    private final Thread thread;
    private final Attachments attachments;
    private boolean located;

    /** Where control nodes are, written down, as a node that starts must find the others before it has the state. */
    @FunctionalInterface
    public interface Book {
        /** By their names in the log. */
        void write(SortedMap<String, List<String>> where) throws IOException;
    }

    /**
     * Begins.
     *
     * @param node the name of this node
     * @param addresses where it listens by now
     * @param refusal why the others will have nothing to do with this node, if that is so
     * @param onRefused ends this node
     * @param book is told where control nodes are, by their names in the log, now and after each change
     */
    public <P extends Peers & LeaderLink> Quorum(
            Control control,
            Membership log,
            P peers,
            String node,
            List<String> addresses,
            Supplier<Optional<String>> refusal,
            Consumer<String> onRefused,
            Book book) {
        this.control = control;
        this.log = log;
        this.peers = peers;
        this.others = peers;
        this.node = node;
        this.addresses = List.copyOf(addresses);
        this.refusal = refusal;
        this.onRefused = onRefused;
        this.book = book;
        attachments = new Attachments(control, node);
        thread = Thread.ofPlatform().name("quorum").daemon().start(this::run);
    }

    private void run() {
        SortedMap<String, List<String>> written = new TreeMap<>();
        try {
            while (true) {
                SortedMap<String, List<String>> now = where(control.root());
                if (!now.equals(written) && !now.isEmpty() && write(now)) {
                    written = now;
                }
                if (!control.leads()) {
                    refusal.get().ifPresent(onRefused);
                }
                locate(control.root());
                if (control.leads()) {
                    change(control.root());
                    attachments.even(control.root(), log.voters(), this::there);
                } else {
                    attachments.follow();
                }
                Thread.sleep(PAUSE_MILLIS);
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean write(SortedMap<String, List<String>> now) {
        try {
            book.write(now);
            return true;
        } catch (IOException failed) {
            LOG.warn("Where the other control nodes are cannot be written down yet: {}", failed.getMessage());
            return false;
        }
    }

    /** Has another control node lead, if this one does: this one is about to end. */
    public void handOver() throws InterruptedException {
        if (!control.leads()) {
            return;
        }
        Optional<String> own = control.root().members().get(node).map(LogNames::of);
        for (String other : log.voters()) {
            if (!Optional.of(other).equals(own) && there(other)) {
                try {
                    log.handOver(other, HAND_OVER_LIMIT).get(HAND_OVER_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
                    LOG.info("The control node {} leads from here on.", other);
                    return;
                } catch (ExecutionException | TimeoutException notThat) {
                    LOG.info("The control node {} does not lead: {}", other, notThat.getMessage());
                }
            }
        }
    }

    private static List<Member> controls(State state) {
        List<Member> controls = new ArrayList<>();
        state.members().values().forEach(member -> {
            if (member.role() == Role.CONTROL) {
                controls.add(member);
            }
        });
        return controls;
    }

    private static SortedMap<String, List<String>> where(State state) {
        SortedMap<String, List<String>> where = new TreeMap<>();
        controls(state).forEach(member -> where.put(LogNames.of(member), member.addresses()));
        return where;
    }

    /** Says where this node listens, if the others do not know. One that has no state yet has whoever it knows hand it on. */
    private void locate(State state) throws InterruptedException {
        Optional<Member> self = state.members().get(node);
        boolean known = self.isPresent() ? self.get().addresses().equals(addresses) : located;
        if (known) {
            return;
        }
        Actor actor = new Actor(node, "self", "local", 0);
        Command.LocateNode locate = new Command.LocateNode(node, addresses);
        Answer answer = state.members().isEmpty()
                ? others.submit(Optional.empty(), new Envelope(actor, locate))
                : control.submit(actor, locate);
        located = answer instanceof Answer.Applied;
    }

    private void change(State state) throws InterruptedException {
        SortedSet<String> members = new TreeSet<>();
        controls(state).forEach(member -> members.add(LogNames.of(member)));
        Optional<SortedSet<String>> next = voters.next(log.voters(), members, this::there);
        if (next.isEmpty()) {
            return;
        }
        try {
            log.change(next.get()).get(CHANGE_MINUTES_MAX, TimeUnit.MINUTES);
            LOG.info("The log is kept by {}.", next.get());
        } catch (ExecutionException | TimeoutException notNow) {
            LOG.warn("The log is not kept by {} yet: {}", next.get(), notNow.getMessage());
        }
    }

    private boolean there(String member) {
        try {
            var _ = peers.ask(member, Peers.Call.HELLO, NOTHING);
            return true;
        } catch (IOException away) {
            return false;
        }
    }

    /**
     * Which levels the control nodes know; empty as long as one of them does not say.
     *
     * @param own the name of this one in the log
     */
    public static Optional<List<Integer>> levels(State state, String own, Peers peers) {
        List<Integer> levels = new ArrayList<>(List.of(Machine.LEVEL));
        for (Member member : controls(state)) {
            if (!LogNames.of(member).equals(own)) {
                try {
                    byte[] said = peers.ask(LogNames.of(member), Peers.Call.HELLO, NOTHING);
                    levels.add(Integer.parseInt(new String(said, StandardCharsets.US_ASCII)));
                } catch (IOException | NumberFormatException unsaid) {
                    return Optional.empty();
                }
            }
        }
        return Optional.of(levels);
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
