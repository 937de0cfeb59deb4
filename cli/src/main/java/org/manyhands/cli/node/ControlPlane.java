package org.manyhands.cli.node;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.manyhands.cli.identity.LogTicket;
import org.manyhands.cli.identity.NodeIdentity;
import org.manyhands.core.machine.Machine;
import org.manyhands.core.state.State;
import org.manyhands.server.blob.ClusterStore;
import org.manyhands.server.control.Control;
import org.manyhands.server.control.LeaderLink;
import org.manyhands.server.identity.LogNames;
import org.manyhands.server.journal.Journal;
import org.manyhands.server.journal.SegmentFiles;
import org.manyhands.server.leader.Quorum;
import org.manyhands.server.link.ControlPeers;
import org.manyhands.server.replica.Group;
import org.manyhands.server.replica.HaltHandler;
import org.manyhands.server.replica.Leadership;
import org.manyhands.server.replica.LogRefusedException;
import org.manyhands.server.replica.LogSettings;
import org.manyhands.server.replica.Peers;
import org.manyhands.server.replica.RatisLog;
import org.manyhands.server.replica.Replicated;
import org.manyhands.server.replica.ReplicatedLog;
import org.manyhands.store.local.LocalBlobStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The log of this process and the state that it drives, alone or as one of several. */
final class ControlPlane implements AutoCloseable {
    private static final long TTL_MILLIS = 10_000;
    private static final Duration ALONE_LIMIT = Duration.ofSeconds(60);
    private static final int KEEPERS_USUAL = 3;
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    /** Set by tests, for which the log must be short. */
    private static final long SNAPSHOT_ENTRIES =
            Long.getLong("mh.log.snapshot_entries", LogSettings.SNAPSHOT_ENTRIES_DEFAULT);

    private static final long SEGMENT_BYTES = Long.getLong("mh.log.segment_bytes", LogSettings.SEGMENT_BYTES_DEFAULT);
    private static final Logger LOG = LoggerFactory.getLogger(ControlPlane.class);

    private final DataDirectory directory;
    private final Control control;
    private final RatisLog log;
    private final Optional<Others> others;

    /**
     * What one of several has.
     *
     * @param identity which node of the cluster it is; set when there is one
     * @param epoch of the history that it has: as its directory says, until the state is there
     */
    record Others(
            boolean joined,
            ControlBook book,
            ControlPeers peers,
            AtomicReference<Optional<NodeIdentity>> identity,
            AtomicLong epoch) {
        /** Under which name it is in the log. */
        String member() {
            return book.own();
        }
    }

    private ControlPlane(DataDirectory directory, Control control, RatisLog log, Optional<Others> others) {
        this.directory = directory;
        this.control = control;
        this.log = log;
        this.others = others;
    }

    /** Of a node that is in no cluster, and will be in none. */
    static ControlPlane alone(DataDirectory directory) throws IOException, DataDirectoryException, NodeException {
        return open(directory, Optional.empty(), Optional.empty());
    }

    /**
     * Of a node in a cluster, or of one that founds it.
     *
     * @param identity which node it is; empty: it founds one
     */
    static ControlPlane shared(DataDirectory directory, Optional<NodeIdentity> identity)
            throws IOException, DataDirectoryException, NodeException {
        Path data = directory.path();
        if (RecoveryMark.in(data).isPresent()) {
            throw new NodeException("the recovery of the cluster from '" + data
                    + "' was begun and not finished; say 'mh cluster recover --yes' again");
        }
        Optional<LogTicket> ticket = LogTicket.read(data);
        boolean joined = ticket.map(LogTicket::joined).orElse(false);
        if (ticket.map(LogTicket::kept).orElse(false) && !RatisLog.isIn(data.resolve("log"))) {
            throw new NodeException(
                    "the log of node "
                            + identity.map(NodeIdentity::name).orElse("?") + " is gone from '" + data.resolve("log")
                            + "', and it must not vote again as if nothing had been in it. If it was the only"
                            + " control node, put a copy back; if not, on another one 'mh node remove', then 'mh token create --role control', and join with a new directory");
        }
        ControlBook book = ControlBook.open(data, identity, joined);
        AtomicReference<Optional<NodeIdentity>> self = new AtomicReference<>(identity);
        AtomicLong epoch = new AtomicLong();
        ControlPeers peers = new ControlPeers(epoch::get, book, () -> self.get().map(NodeIdentity::credentials));
        if (identity.isPresent()) {
            refuseCopy(data, identity.get(), book, peers);
        }
        return open(
                directory, ticket.filter(LogTicket::joined), Optional.of(new Others(joined, book, peers, self, epoch)));
    }

    /** A member that is there twice would vote twice. */
    private static void refuseCopy(Path data, NodeIdentity identity, ControlBook book, ControlPeers peers)
            throws NodeException {
        try {
            var _ = peers.ask(book.own(), Peers.Call.HELLO, new byte[0]);
        } catch (IOException nobody) {
            return;
        }
        peers.close();
        throw new NodeException("node " + identity.name() + " runs already, at "
                + book.of(book.own()).getFirst() + ": '" + data
                + "' is a copy of its data directory, and with both it would vote twice. To make this machine another node:"
                + " 'mh token create --role control' there, and 'mh join' with a new directory");
    }

    /** @param joined how it came to the log, if others let it in */
    private static ControlPlane open(DataDirectory directory, Optional<LogTicket> joined, Optional<Others> others)
            throws IOException, DataDirectoryException, NodeException {
        Path data = directory.path();
        long epoch = joined.isPresent() ? joined.get().epoch() : directory.epoch();
        others.ifPresent(each -> each.epoch().set(epoch));
        Group group = others.isPresent()
                ? new Group.Shared(others.get().peers(), joined.map(LogTicket::log))
                : new Group.Alone();
        LogSettings settings = LogSettings.of(data.resolve("log"))
                .withMember(others.map(Others::member).orElse(LogNames.FOUNDER))
                .withSnapshots(SNAPSHOT_ENTRIES, LogSettings.SNAPSHOT_BYTES_DEFAULT, SEGMENT_BYTES);
        AtomicReference<RatisLog> log = new AtomicReference<>();
        Function<Replicated, ReplicatedLog> opener = replicated -> {
            log.set(log(settings, group, replicated));
            return log.get();
        };
        try {
            Control control = new Control(
                    epoch,
                    TTL_MILLIS,
                    new Journal(SegmentFiles.at(data.resolve("journal"))),
                    others.<LeaderLink>map(Others::peers).orElse(LeaderLink.NONE),
                    opener);
            if (others.isPresent()) {
                new LogTicket(joined.isPresent(), log.get().group(), epoch, true).write(data);
            }
            return new ControlPlane(directory, control, log.get(), others);
        } catch (UncheckedLogRefusal refused) {
            throw new NodeException(String.valueOf(refused.getMessage()));
        }
    }

    private static RatisLog log(LogSettings settings, Group group, Replicated replicated) {
        try {
            return RatisLog.open(settings, group, replicated, HaltHandler.process());
        } catch (LogRefusedException refused) {
            throw new UncheckedLogRefusal(String.valueOf(refused.getMessage()));
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new UncheckedLogRefusal("interrupted while the log was opened");
        } catch (IOException failed) {
            throw new UncheckedLogRefusal(
                    "the log in '" + settings.directory() + "' cannot be opened: " + failed.getMessage());
        }
    }

    /** Carries a refusal out of the constructor that opens the log. */
    private static final class UncheckedLogRefusal extends RuntimeException {
        private static final long serialVersionUID = 1;

        UncheckedLogRefusal(String sentence) {
            super(sentence);
        }
    }

    Control control() {
        return control;
    }

    RatisLog log() {
        return log;
    }

    /** Of the history that this node has, as one of several. */
    long epoch() {
        return others.orElseThrow().epoch().get();
    }

    Optional<Others> others() {
        return others;
    }

    /** The stores of all control nodes, where this is one of several. */
    Optional<ClusterStore> blobs(LocalBlobStore own) {
        // Who does not keep the log may not know who does.
        return others.map(each -> new ClusterStore(
                own,
                each.peers(),
                () -> keepsLog() ? log.voters().size() : KEEPERS_USUAL,
                () -> control.leadership() instanceof Leadership.Following(Optional<String> leader)
                        ? leader
                        : Optional.empty()));
    }

    /** Which levels the control nodes know; empty while one of them does not say. */
    Optional<List<Integer>> levels(State state) {
        return others.isPresent()
                ? Quorum.levels(state, others.get().member(), others.get().peers())
                : Optional.of(List.of(Machine.LEVEL));
    }

    /**
     * Waits until this node leads or follows, however long that takes. One that has joined and does not keep the log yet need not:
     * the others answer for it.
     */
    void awaitReady() throws IOException, NodeException, InterruptedException {
        if (others.isEmpty()) {
            if (!control.awaitUsable(ALONE_LIMIT)) {
                throw notStarted();
            }
            return;
        }
        boolean told = false;
        while (keepsLog() && !control.awaitUsable(PATIENCE)) {
            if (!log.alive()) {
                throw notStarted();
            }
            if (!told) {
                told = true;
                String sentence =
                        "waiting for a majority of the " + log.voters().size() + " control nodes";
                System.err.println("mh: " + sentence + " (Ctrl-C to give up)");
                LOG.info("{}.", sentence);
            }
        }
        learnEpoch(others.get());
    }

    /** The directory of an earlier version does not say it. */
    private void learnEpoch(Others others) throws IOException {
        long known = control.root().epoch();
        if (others.epoch().getAndSet(known) != known && !others.joined()) {
            directory.begin(known);
        }
    }

    /** Whether this node has a say in the log. */
    boolean keepsLog() {
        return others.isEmpty() || log.voters().contains(others.get().member());
    }

    /** Whether a control node answers now, which may be this one. */
    boolean answers(String member) {
        try {
            var _ = others.orElseThrow().peers().ask(member, Peers.Call.HELLO, new byte[0]);
            return true;
        } catch (IOException away) {
            return false;
        }
    }

    private NodeException notStarted() {
        return new NodeException("the control plane did not start; the log in '"
                + directory.path().resolve("logs") + "' says more");
    }

    @Override
    public void close() {
        others.ifPresent(each -> each.peers().close());
    }
}
