package org.manyhands.server.replica;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.ratis.server.protocol.TermIndex;
import org.apache.ratis.statemachine.impl.SingleFileSnapshotInfo;
import org.jspecify.annotations.Nullable;
import org.manyhands.store.AppendedFile;
import org.manyhands.store.DurableFile;
import org.manyhands.verify.disk.Life;

/** Starts a member, settles its identity, and takes snapshots as its log goes on. What Ratis would write is made here. */
final class ReplicaFilesLife implements Life {
    private static final String MEMBER = "m1";
    private static final int SNAPSHOTS = 3;
    private static final int ENTRIES_BETWEEN = 10;

    private @Nullable UUID cluster;
    private long snapshot = Watermark.NONE;
    private long watermark = Watermark.NONE;

    private static Path log(Path root) {
        return root.resolve("data/log");
    }

    private static Path states(LogDirectory directory, Identity identity) {
        return directory.raft().resolve(identity.cluster().toString()).resolve("sm");
    }

    @Override
    public void write(Path root) throws IOException, LogRefusedException {
        LogDirectory directory = LogDirectory.at(log(root));
        Watermark marked = Watermark.load(log(root));
        Identity identity = admitted(directory, marked);
        startAsRatisDoes(directory, identity);
        Path states = states(directory, identity);
        Snapshots.recover(states);
        long from = latest(states);
        directory.settle();
        cluster = identity.cluster();
        for (int i = 1; i <= SNAPSHOTS; i++) {
            long index = Math.max(0, from) + (long) i * ENTRIES_BETWEEN;
            var _ = Snapshots.write(states, TermIndex.valueOf(1, index), out -> out.write(state(index)));
            snapshot = index;
            marked.raise(index);
            watermark = index;
        }
    }

    private Identity admitted(LogDirectory directory, Watermark marked) throws IOException, LogRefusedException {
        Identity identity = directory.admit(MEMBER, new Group.Alone(), marked);
        if (cluster != null) {
            assertThat(identity.cluster()).isEqualTo(cluster);
        }
        return identity;
    }

    private static byte[] state(long index) {
        return ("the state at " + index + " ").repeat(20).getBytes(StandardCharsets.US_ASCII);
    }

    private static void startAsRatisDoes(LogDirectory directory, Identity identity) throws IOException {
        Path group = directory.raft().resolve(identity.cluster().toString());
        for (Path each : List.of(group, group.resolve("sm"), group.resolve("current"))) {
            if (!Files.exists(each)) {
                Files.createDirectory(each);
            }
        }
        Path meta = group.resolve("current/raft-meta");
        if (!Files.exists(meta)) {
            try (AppendedFile file = AppendedFile.open(meta)) {
                file.force();
            }
        }
    }

    private static long latest(Path states) throws IOException {
        Optional<SingleFileSnapshotInfo> latest = Snapshots.latest(states);
        if (latest.isEmpty()) {
            return Watermark.NONE;
        }
        Path file = latest.get().getFile().getPath();
        assertThat(Snapshots.damage(file)).isEmpty();
        assertThat(Files.readAllBytes(file)).isEqualTo(state(latest.get().getIndex()));
        return latest.get().getIndex();
    }

    @Override
    public void check(Path root) throws IOException, LogRefusedException {
        LogDirectory directory = LogDirectory.at(log(root));
        Watermark marked = Watermark.load(log(root));
        assertThat(marked.index()).isGreaterThanOrEqualTo(watermark);
        Identity identity = admitted(directory, marked);
        startAsRatisDoes(directory, identity);
        Path states = states(directory, identity);
        Snapshots.recover(states);
        assertThat(latest(states)).isGreaterThanOrEqualTo(snapshot);
        try (Stream<Path> files = Files.walk(directory.raft())) {
            assertThat(files).noneMatch(file -> file.toString().endsWith(DurableFile.TEMPORARY_SUFFIX));
        }
    }
}
