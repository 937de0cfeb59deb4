package org.manyhands.server.replica;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import org.apache.ratis.conf.RaftProperties;
import org.apache.ratis.proto.RaftProtos.LogEntryProto;
import org.apache.ratis.proto.RaftProtos.RaftConfigurationProto;
import org.apache.ratis.proto.RaftProtos.RaftPeerProto;
import org.apache.ratis.proto.RaftProtos.StateMachineLogEntryProto;
import org.apache.ratis.protocol.ClientId;
import org.apache.ratis.protocol.RaftGroupId;
import org.apache.ratis.protocol.RaftGroupMemberId;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.server.RaftServerConfigKeys.Log.CorruptionPolicy;
import org.apache.ratis.server.protocol.TermIndex;
import org.apache.ratis.server.raftlog.LogProtoUtils;
import org.apache.ratis.server.raftlog.segmented.LogSegment;
import org.apache.ratis.server.raftlog.segmented.LogSegmentPath;
import org.apache.ratis.server.raftlog.segmented.SegmentedRaftLog;
import org.apache.ratis.server.storage.RaftStorage;
import org.apache.ratis.server.storage.RaftStorage.StartupOption;
import org.apache.ratis.server.storage.RaftStorageImpl;
import org.apache.ratis.server.storage.RaftStorageMetadata;
import org.apache.ratis.server.storage.StorageImplUtils;
import org.apache.ratis.statemachine.impl.SingleFileSnapshotInfo;
import org.apache.ratis.thirdparty.com.google.protobuf.ByteString;

/**
 * The log of a member that does not run, as far as it reaches: also what this member does not know to be committed, as the others may
 * have counted on it. Whoever opens it holds the directory.
 */
public final class OfflineLog {
    private static final String MEMBERS_FILE = "current/raft-meta.conf";

    private final LogSettings settings;
    private final Path group;
    private final Path storage;
    private final Identity identity;
    private final long end;

    private OfflineLog(LogSettings settings, LogDirectory directory, Identity identity, long end) {
        this.settings = settings.withMember(identity.member());
        this.group = directory.group(identity);
        this.storage = directory.raft();
        this.identity = identity;
        this.end = end;
    }

    /**
     * Proves that all is there that this member has acknowledged, as a start does, and repairs what a start repairs.
     *
     * @throws LogRefusedException if something is missing or damaged
     */
    public static OfflineLog open(LogSettings settings) throws IOException, LogRefusedException {
        Path root = settings.directory();
        if (!Identity.exists(root)) {
            throw new LogRefusedException("There is no log in " + root + ".");
        }
        LogDirectory directory = LogDirectory.at(root);
        Identity identity = Identity.load(root);
        directory.refuseForeign(identity);
        long end = Inspection.check(
                root, directory.group(identity), Watermark.load(root).index(), new Group.Alone());
        return new OfflineLog(settings, directory, identity, end);
    }

    /** Under which name this member is in the log. */
    public String member() {
        return identity.member();
    }

    /** The index of its last entry, Ratis's own included. */
    public long end() {
        return end;
    }

    /** Who keeps the log, by the last entry that says so. */
    public SortedSet<String> voters() throws IOException {
        Latest latest = new Latest();
        Path file = group.resolve(MEMBERS_FILE);
        if (Files.exists(file)) {
            try (InputStream in = Files.newInputStream(file)) {
                latest.accept(LogEntryProto.parseFrom(in));
            }
        }
        read(latest);
        return latest.voters;
    }

    private static final class Latest implements Consumer<LogEntryProto> {
        private SortedSet<String> voters = new TreeSet<>();
        private long index = -1;

        @Override
        public void accept(LogEntryProto entry) {
            if (!entry.hasConfigurationEntry() || entry.getIndex() < index) {
                return;
            }
            index = entry.getIndex();
            voters = new TreeSet<>();
            entry.getConfigurationEntry()
                    .getPeersList()
                    .forEach(peer -> voters.add(RaftPeerId.valueOf(peer.getId()).toString()));
        }
    }

    /**
     * Drives a state through all of it: the newest snapshot, and the entries behind that.
     *
     * @throws LogRefusedException if the state does not understand it
     */
    public void replay(Replicated state) throws IOException, LogRefusedException {
        try {
            drive(state);
        } catch (NewerVersionException | ReplicaDivergedException unreadable) {
            throw new LogRefusedException(String.valueOf(unreadable.getMessage()), unreadable);
        }
    }

    private void drive(Replicated state) throws IOException {
        Optional<SingleFileSnapshotInfo> snapshot = Snapshots.latest(group.resolve("sm"));
        if (snapshot.isPresent()) {
            try (InputStream in = new BufferedInputStream(
                    Files.newInputStream(snapshot.get().getFile().getPath()))) {
                state.restore(in);
            }
        }
        long after = snapshot.map(SingleFileSnapshotInfo::getIndex).orElse(Watermark.NONE);
        read(entry -> {
            if (entry.hasStateMachineLogEntry() && entry.getIndex() > after) {
                state.apply(
                        entry.getTerm(),
                        entry.getIndex(),
                        entry.getStateMachineLogEntry().getLogData().toByteArray());
            }
        });
    }

    private void read(Consumer<LogEntryProto> each) throws IOException {
        for (Path file : Inspection.files(settings.directory(), group)) {
            LogSegmentPath path = LogSegmentPath.matchLogSegment(file);
            if (path != null) {
                LogSegment.readSegmentFile(
                        file.toFile(),
                        path.getStartEnd(),
                        RatisProperties.BATCH_BYTES_MAX,
                        CorruptionPolicy.EXCEPTION,
                        null,
                        each);
            }
        }
    }

    /**
     * Makes this member the only one, by an entry at the end of the log, and appends one of the state behind it: Raft goes by the
     * members that the log names last, committed or not. In a term of its own, so that no entry of another member has its place.
     */
    public void takeOver(byte[] entry) throws IOException, InterruptedException {
        RaftProperties properties = RatisProperties.of(settings, new Group.Alone(), storage.toFile());
        RaftGroupId id = RaftGroupId.valueOf(identity.cluster());
        RaftPeerId member = RaftPeerId.valueOf(identity.member());
        try (RaftStorageImpl raft =
                        StorageImplUtils.initRaftStorage(id.getUuid().toString(), StartupOption.RECOVER, properties);
                SegmentedRaftLog log = open(raft, RaftGroupMemberId.valueOf(member, id), properties)) {
            long term = Math.max(raft.getMetadataFile().getMetadata().getTerm(), lastTerm(log)) + 1;
            raft.getMetadataFile().persist(RaftStorageMetadata.valueOf(term, member));
            long index = log.getNextIndex();
            append(log, only(member, term, index));
            append(log, LogProtoUtils.toLogEntryProto(data(entry), term, index + 1));
        }
    }

    private SegmentedRaftLog open(RaftStorage raft, RaftGroupMemberId member, RaftProperties properties)
            throws IOException {
        SegmentedRaftLog log = SegmentedRaftLog.newBuilder()
                .setMemberId(member)
                .setStorage(raft)
                .setProperties(properties)
                .build();
        log.open(
                Snapshots.latest(group.resolve("sm"))
                        .map(SingleFileSnapshotInfo::getIndex)
                        .orElse(Watermark.NONE),
                null);
        return log;
    }

    private static long lastTerm(SegmentedRaftLog log) {
        TermIndex last = log.getLastEntryTermIndex();
        return last == null ? 0 : last.getTerm();
    }

    private static void append(SegmentedRaftLog log, LogEntryProto entry) throws IOException, InterruptedException {
        try {
            var _ = log.appendEntry(entry).get();
        } catch (ExecutionException failed) {
            throw new IOException("The log cannot be written: " + failed.getCause(), failed);
        }
    }

    private static LogEntryProto only(RaftPeerId member, long term, long index) {
        return LogEntryProto.newBuilder()
                .setTerm(term)
                .setIndex(index)
                .setConfigurationEntry(RaftConfigurationProto.newBuilder()
                        .addPeers(RaftPeerProto.newBuilder().setId(member.toByteString())))
                .build();
    }

    /** Without data of the state machine's own, not even none: for that Ratis would ask it when another member lacks the entry. */
    private static StateMachineLogEntryProto data(byte[] entry) {
        return StateMachineLogEntryProto.newBuilder()
                .setType(StateMachineLogEntryProto.Type.WRITE)
                .setClientId(ClientId.randomId().toByteString())
                .setLogData(ByteString.copyFrom(entry))
                .build();
    }
}
