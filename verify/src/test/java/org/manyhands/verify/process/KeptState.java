package org.manyhands.verify.process;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.ratis.proto.RaftProtos.LogEntryProto;
import org.apache.ratis.server.RaftServerConfigKeys.Log.CorruptionPolicy;
import org.apache.ratis.server.raftlog.segmented.LogSegment;
import org.apache.ratis.server.raftlog.segmented.LogSegmentPath;
import org.apache.ratis.util.SizeInBytes;
import org.manyhands.cli.identity.LogTicket;
import org.manyhands.core.machine.Machine;
import org.manyhands.core.state.State;
import org.manyhands.server.control.Replica;

/** What a control node that has ended has on its disk: the entries of its log, and the state that they make. */
final class KeptState {
    private static final Pattern SNAPSHOT = Pattern.compile("snapshot\\.(\\d+)_(\\d+)");
    private static final SizeInBytes ENTRY_MAX = SizeInBytes.valueOf("8MB");

    private final Path data;
    private final NavigableMap<Long, LogEntryProto> entries = new TreeMap<>();

    private KeptState(Path data) {
        this.data = data;
    }

    static KeptState of(Path data) throws IOException {
        KeptState kept = new KeptState(data);
        for (Path file : kept.files("log/raft")) {
            LogSegmentPath segment = LogSegmentPath.matchLogSegment(file);
            if (segment != null) {
                int _ = LogSegment.readSegmentFile(
                        file.toFile(),
                        segment.getStartEnd(),
                        ENTRY_MAX,
                        CorruptionPolicy.EXCEPTION,
                        null,
                        entry -> kept.entries.put(entry.getIndex(), entry));
            }
        }
        return kept;
    }

    private List<Path> files(String below) throws IOException {
        try (Stream<Path> all = Files.walk(data.resolve(below))) {
            return all.filter(Files::isRegularFile).sorted().toList();
        }
    }

    /** The last index at which this log and another have the same entry, and so all before it. */
    long common(KeptState other) {
        return entries.descendingMap().values().stream()
                .filter(each -> each.equals(other.entries.get(each.getIndex())))
                .findFirst()
                .orElseThrow()
                .getIndex();
    }

    /** The state after an entry, in the codec of snapshots: from the newest snapshot before it, if there is one. */
    byte[] at(long index) throws IOException {
        long epoch = LogTicket.read(data).orElseThrow().epoch();
        Replica replica = new Replica(new Machine(), State.initial(epoch), Replica.Observer.NONE);
        long after = -1;
        Optional<Path> snapshot = snapshot(index);
        if (snapshot.isPresent()) {
            replica.restore(new ByteArrayInputStream(Files.readAllBytes(snapshot.get())));
            after = index(snapshot.get());
        }
        for (LogEntryProto each : entries.subMap(after, false, index, true).values()) {
            if (each.hasStateMachineLogEntry()) {
                replica.apply(
                        each.getTerm(),
                        each.getIndex(),
                        each.getStateMachineLogEntry().getLogData().toByteArray());
            }
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        replica.save(bytes);
        return bytes.toByteArray();
    }

    private Optional<Path> snapshot(long indexMax) throws IOException {
        return files("log/raft").stream()
                .filter(file -> index(file) >= 0 && index(file) <= indexMax)
                .max(Comparator.comparingLong(KeptState::index));
    }

    /** -1: it is no snapshot. */
    private static long index(Path file) {
        Matcher name = SNAPSHOT.matcher(Objects.toString(file.getFileName()));
        return name.matches() ? Long.parseLong(name.group(2)) : -1;
    }

    /** The segments of the journal, in order, by their names. */
    NavigableMap<String, byte[]> journal() throws IOException {
        NavigableMap<String, byte[]> segments = new TreeMap<>();
        for (Path file : files("journal")) {
            segments.put(Objects.toString(file.getFileName()), Files.readAllBytes(file));
        }
        return segments;
    }
}
