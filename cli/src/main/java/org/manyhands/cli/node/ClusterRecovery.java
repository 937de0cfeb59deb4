package org.manyhands.cli.node;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import org.manyhands.cli.identity.LogTicket;
import org.manyhands.cli.identity.NodeIdentity;
import org.manyhands.core.command.Actor;
import org.manyhands.core.command.Command.RecoverCluster;
import org.manyhands.core.command.Role;
import org.manyhands.core.state.Member;
import org.manyhands.core.state.State;
import org.manyhands.server.control.LastState;
import org.manyhands.server.identity.Gate;
import org.manyhands.server.replica.LogRefusedException;
import org.manyhands.server.replica.LogSettings;
import org.manyhands.server.replica.OfflineLog;
import org.manyhands.server.replica.RatisLog;

/**
 * A cluster whose majority of control nodes is gone for good goes on from the directory of one that is left, which does not run.
 *
 * <p>Crashes: a {@link RecoveryMark} with the new epoch is there from before the first change to after the last one. Each change can be
 * made again; that of the log is not, once the state at its end has that epoch.
 */
public final class ClusterRecovery implements AutoCloseable {
    private final DataDirectory directory;
    private final DataDirectory.Hold hold;
    private final NodeIdentity identity;
    private final OfflineLog log;
    private final LastState last;
    private final Optional<RecoveryMark> begun;
    private final List<Member> keepers;
    private final List<String> answering;

    private ClusterRecovery(
            DataDirectory directory,
            DataDirectory.Hold hold,
            NodeIdentity identity,
            OfflineLog log,
            LastState last,
            Optional<RecoveryMark> begun,
            List<Member> keepers,
            List<String> answering) {
        this.directory = directory;
        this.hold = hold;
        this.identity = identity;
        this.log = log;
        this.last = last;
        this.begun = begun;
        this.keepers = keepers;
        this.answering = answering;
    }

    /**
     * Finds out what there is to go on from, and changes nothing.
     *
     * @param force also where a majority answers
     * @throws DataDirectoryException with a sentence if the cluster must not be recovered from this directory
     * @throws NodeException with a sentence if its log cannot be read
     */
    public static ClusterRecovery prepare(DataDirectory directory, boolean force)
            throws DataDirectoryException, NodeException, IOException, InterruptedException {
        Path data = directory.path();
        if (!directory.exists()) {
            throw new DataDirectoryException("there is no data directory '" + data
                    + "'; name that of a control node that is left with --data DIR");
        }
        NodeIdentity identity = identity(data);
        directory.prepare();
        DataDirectory.Hold hold = hold(directory);
        boolean prepared = false;
        try {
            ClusterRecovery recovery = prepare(directory, hold, identity, force);
            prepared = true;
            return recovery;
        } catch (LogRefusedException damaged) {
            throw new NodeException(String.valueOf(damaged.getMessage()));
        } finally {
            if (!prepared) {
                hold.close();
            }
        }
    }

    private static NodeIdentity identity(Path data) throws DataDirectoryException, IOException {
        NodeIdentity identity = NodeIdentity.read(data)
                .orElseThrow(() -> new DataDirectoryException(
                        "'" + data + "' is not the directory of a node of a cluster; there is nothing to recover"));
        if (identity.role() != Role.CONTROL) {
            throw new DataDirectoryException("'" + data + "' is the directory of node " + identity.name() + ", a "
                    + identity.role().word()
                    + ", which has no state; recover the cluster on a control node that is left");
        }
        return identity;
    }

    private static DataDirectory.Hold hold(DataDirectory directory) throws DataDirectoryException, IOException {
        Optional<DataDirectory.Hold> hold = directory.hold(Stay.PASSING);
        if (hold.isEmpty()) {
            throw new DataDirectoryException("process "
                    + directory
                            .holder()
                            .map(holder -> Long.toString(holder.process()))
                            .orElse("?") + " holds '"
                    + directory.path() + "': its node still runs; stop it first");
        }
        return hold.get();
    }

    private static ClusterRecovery prepare(
            DataDirectory directory, DataDirectory.Hold hold, NodeIdentity identity, boolean force)
            throws DataDirectoryException, IOException, LogRefusedException, InterruptedException {
        Path logs = directory.path().resolve("log");
        if (!RatisLog.isIn(logs)) {
            throw new DataDirectoryException("the log of node " + identity.name() + " is gone from '" + logs
                    + "', and with it the state; recover the cluster on another control node that is left");
        }
        OfflineLog log = OfflineLog.open(LogSettings.of(logs));
        LastState last = LastState.of(log);
        Optional<RecoveryMark> begun = RecoveryMark.in(directory.path());
        List<Member> keepers = keepers(identity, log, last.state(), begun.isPresent());
        OtherKeepers.Answers answers = OtherKeepers.ask(last.state(), identity, keepers);
        if (!force) {
            requireNoMajority(keepers, answers);
        }
        return new ClusterRecovery(directory, hold, identity, log, last, begun, keepers, answers.there());
    }

    /** The others with whom the node keeps the log. */
    private static List<Member> keepers(NodeIdentity identity, OfflineLog log, State state, boolean begun)
            throws DataDirectoryException, IOException {
        SortedSet<String> voters = log.voters();
        if (!voters.contains(log.member())) {
            throw new DataDirectoryException("node " + identity.name()
                    + " does not keep the log: it waited to be one of those who do, or was removed;"
                    + " recover the cluster on a control node that does");
        }
        if (Gate.member(state, identity.name(), identity.key()).isEmpty()) {
            throw new DataDirectoryException(
                    "node " + identity.name() + " is not a member of the cluster whose state it has; it was removed");
        }
        if (voters.size() == 1 && !begun) {
            throw new DataDirectoryException("node " + identity.name()
                    + " keeps the log alone, so nothing is to be recovered: 'mh up' starts it, and 'mh node remove' then"
                    + " takes out control nodes that are gone");
        }
        Map<String, Member> members = OtherKeepers.byLogName(state);
        List<Member> others = new ArrayList<>();
        voters.forEach(voter -> Optional.ofNullable(members.get(voter)).ifPresent(others::add));
        others.removeIf(member -> member.name().equals(identity.name()));
        others.sort(Comparator.comparing(Member::name));
        return others;
    }

    private static void requireNoMajority(List<Member> keepers, OtherKeepers.Answers answers)
            throws DataDirectoryException {
        if (answers.refusal().isPresent()) {
            throw new DataDirectoryException("the cluster goes on without this node, and refuses it: "
                    + answers.refusal().get() + " (--force recovers from here all the same, as another cluster)");
        }
        int all = keepers.size() + 1;
        if (!keepers.isEmpty() && answers.there().size() + 1 > all / 2) {
            throw new DataDirectoryException(
                    String.join(", ", answers.there()) + " can be reached, and with this node "
                            + (answers.there().size() + 1) + " of " + all
                            + " control nodes are a majority: 'mh up' starts it, and nothing is lost (--force recovers all the same)");
        }
    }

    public RecoveryReport report() {
        State state = last.state();
        int controls = OtherKeepers.byLogName(state).size();
        return new RecoveryReport(
                identity.name(),
                keepers.stream().map(Member::name).toList(),
                answering,
                state.applied(),
                log.end(),
                state.wallMillis(),
                OtherKeepers.byLogName(state).values().stream()
                        .map(Member::name)
                        .filter(name -> !name.equals(identity.name()))
                        .sorted()
                        .toList(),
                state.members().size() - controls,
                state.jobs().size() + state.archived().size(),
                (int) state.jobs().values().stream()
                        .filter(job -> !job.decided())
                        .count());
    }

    /**
     * Makes the node the only one that keeps the log, in a new epoch.
     *
     * @param user who says so
     */
    public void carryOut(String user) throws DataDirectoryException, IOException, InterruptedException {
        Path data = directory.path();
        RecoveryMark mark = begun.orElseGet(() -> new RecoveryMark(DataDirectory.drawEpoch()));
        if (last.state().epoch() != mark.epoch()) {
            RecoverCluster recover = new RecoverCluster(identity.name(), mark.epoch());
            Optional<String> refusal = last.refusal(recover);
            if (refusal.isPresent()) {
                throw new DataDirectoryException(refusal.get());
            }
            mark.write(data);
            log.takeOver(last.recovering(new Actor(user, "self", "local", 0), recover));
        }
        boolean joined = writeEpoch(mark.epoch());
        ControlBook.open(data, Optional.of(identity), joined).write(own());
        RecoveryMark.delete(data);
    }

    /** Whether the node came to the log by others. */
    private boolean writeEpoch(long epoch) throws IOException {
        Path data = directory.path();
        Optional<LogTicket> ticket = LogTicket.read(data);
        if (ticket.isPresent()) {
            LogTicket old = ticket.get();
            new LogTicket(old.joined(), old.log(), epoch, old.kept()).write(data);
        }
        boolean joined = ticket.map(LogTicket::joined).orElse(false);
        if (!joined) {
            directory.begin(epoch);
        }
        return joined;
    }

    private SortedMap<String, List<String>> own() {
        SortedMap<String, List<String>> own = new TreeMap<>();
        List<String> addresses = last.state().members().at(identity.name()).addresses();
        if (!addresses.isEmpty()) {
            own.put(log.member(), addresses);
        }
        return own;
    }

    @Override
    public void close() throws IOException {
        hold.close();
    }
}
