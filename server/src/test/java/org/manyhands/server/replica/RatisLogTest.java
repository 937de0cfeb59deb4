package org.manyhands.server.replica;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.manyhands.server.replica.Appended.Applied;
import org.manyhands.server.replica.Appended.Reason;
import org.manyhands.server.replica.Appended.Refused;

/** What the log over Ratis finds again after a restart, and on what it refuses to start. */
class RatisLogTest {
    @TempDir
    Path directory;

    private final Halts halts = new Halts();

    @BeforeAll
    static void quiet() {
        ReplicaLogging.quiet();
    }

    private RatisLog open(Replicated state) throws Exception {
        return open(LogSettings.of(directory), state);
    }

    private RatisLog open(LogSettings settings, Replicated state) throws Exception {
        return RatisLog.open(settings, state, halts);
    }

    private static void append(RatisLog log, int count) throws Exception {
        for (CompletableFuture<Appended> future : ReplicatedLogContract.appendMany(log, count)) {
            assertThat(Eventually.get(future)).isInstanceOf(Applied.class);
        }
    }

    /** Appends and closes. */
    private void write(int count) throws Exception {
        try (RatisLog log = open(new ListState())) {
            append(log, count);
        }
    }

    @Test
    void shouldReplayAllEntriesAfterARestart() throws Exception {
        write(100);
        ListState state = new ListState();
        try (RatisLog log = open(state)) {
            assertThat(state.entries()).isEqualTo(ReplicatedLogContract.names(100));
            assertThat(state.restores()).isZero();
            assertThat(log.leadership()).isEqualTo(new Leadership.Leading(2, true));
        }
    }

    @Test
    void shouldRestoreTheSnapshotAndReplayOnlyWhatFollows() throws Exception {
        ListState before = new ListState();
        try (RatisLog log = open(before)) {
            append(log, 10);
            log.snapshot();
            Eventually.until("a snapshot", () -> digests() == 1);
            Eventually.get(log.append(ReplicatedLogContract.bytes("last")));
        }
        ListState state = new ListState();
        try (RatisLog log = open(state)) {
            assertThat(log.alive()).isTrue();
            assertThat(state.restores()).isEqualTo(1);
            assertThat(state.entries()).isEqualTo(before.entries());
            assertThat(state.appliedIndexes())
                    .containsExactly(before.appliedIndexes().getLast());
        }
    }

    @Test
    void shouldPurgeWhatSnapshotsCoverAndKeepTwoOfThem() throws Exception {
        LogSettings settings = LogSettings.of(directory).withSnapshots(1_000, 1L << 30, 64 * 1024);
        ListState before = new ListState();
        try (RatisLog log = open(settings, before)) {
            append(log, 5_000);
            Eventually.until("a purge", () -> segments().stream().noneMatch(name -> name.startsWith("log_0-")));
        }
        assertThat(before.saves()).isGreaterThanOrEqualTo(2);
        assertThat(digests()).isBetween(1L, 2L);
        ListState state = new ListState();
        try (RatisLog log = open(settings, state)) {
            assertThat(state.entries()).isEqualTo(before.entries());
            append(log, 1);
        }
    }

    @Test
    void shouldTakeASnapshotAfterTheBoundOfBytes() throws Exception {
        LogSettings settings = LogSettings.of(directory).withSnapshots(1L << 40, 10_000, 1 << 20);
        try (RatisLog log = open(settings, new ListState())) {
            append(log, 2_000);
            Eventually.until("a snapshot", () -> digests() >= 1);
        }
    }

    @Test
    void shouldRefuseATruncatedLogByItsWatermark() throws Exception {
        write(50);
        Path segment = openSegment();
        try (RandomAccessFile file = new RandomAccessFile(segment.toFile(), "rw")) {
            file.setLength(lengthOfContent(file) - 40);
        }
        assertRefused("ends at", "was acknowledged", "Restore");
    }

    @Test
    void shouldRefuseADamagedEntry() throws Exception {
        write(50);
        try (RandomAccessFile file = new RandomAccessFile(openSegment().toFile(), "rw")) {
            file.seek(file.length() / 4);
            file.writeLong(0x1234567812345678L);
        }
        assertRefused("damaged", "Restore");
    }

    @Test
    void shouldRefuseAnEmptiedLogDirectory() throws Exception {
        write(5);
        deleteTree(directory.resolve("raft"));
        assertRefused("is empty, but this member has one", "Restore");
    }

    @Test
    void shouldRefuseWhenEveryLogFileIsGone() throws Exception {
        write(5);
        for (String name : segments()) {
            Files.delete(current().resolve(name));
        }
        assertRefused("ends at -1", "was acknowledged");
    }

    @Test
    void shouldRefuseALogWhoseBeginningIsGone() throws Exception {
        LogSettings settings = LogSettings.of(directory).withSnapshots(1L << 40, 1L << 40, 64 * 1024);
        try (RatisLog log = open(settings, new ListState())) {
            append(log, 5_000);
        }
        Files.delete(current()
                .resolve(segments().stream()
                        .filter(name -> name.startsWith("log_0-"))
                        .findFirst()
                        .orElseThrow()));
        assertRefused("lacks the entries 0 to");
    }

    @Test
    void shouldRefuseADamagedSnapshot() throws Exception {
        try (RatisLog log = open(new ListState())) {
            append(log, 10);
            log.snapshot();
            Eventually.until("a snapshot", () -> digests() == 1);
        }
        Path snapshot = files(group().resolve("sm")).stream()
                .filter(file -> !file.toString().endsWith(".md5"))
                .findFirst()
                .orElseThrow();
        Files.writeString(snapshot, "rubbish");
        assertRefused("snapshot", "damaged");
    }

    @Test
    void shouldFallBackToTheOlderSnapshotWhenTheLogCoversTheRest() throws Exception {
        ListState before = writeTwoSnapshots();
        Files.writeString(snapshots().getLast(), "rubbish");
        ListState state = new ListState();
        try (RatisLog log = open(state)) {
            assertThat(state.restores()).isEqualTo(1);
            assertThat(state.entries()).isEqualTo(before.entries());
            append(log, 1);
        }
        assertThat(snapshots()).hasSize(1);
        assertThat(files(group().resolve("sm")))
                .anyMatch(file -> file.getFileName().toString().startsWith("damaged-snapshot"));
    }

    @Test
    void shouldFallBackWhenTheDigestOfTheNewestSnapshotIsRubbish() throws Exception {
        ListState before = writeTwoSnapshots();
        Path newest = snapshots().getLast();
        Files.writeString(newest.resolveSibling(newest.getFileName() + ".md5"), "rubbish");
        ListState state = new ListState();
        try (RatisLog log = open(state)) {
            assertThat(log.alive()).isTrue();
            assertThat(state.entries()).isEqualTo(before.entries());
        }
    }

    @Test
    void shouldRefuseADamagedSnapshotWhenTheLogDoesNotCoverTheRest() throws Exception {
        writeTwoSnapshots();
        Files.writeString(snapshots().getLast(), "rubbish");
        Path segment = openSegment();
        try (RandomAccessFile file = new RandomAccessFile(segment.toFile(), "rw")) {
            file.setLength(file.length() / 4);
        }
        Files.delete(directory.resolve("watermark"));
        assertRefused("snapshot", "damaged", "does not cover");
    }

    @Test
    void shouldRefuseWhenBothSnapshotsAreDamaged() throws Exception {
        writeTwoSnapshots();
        for (Path snapshot : snapshots()) {
            Files.writeString(snapshot, "rubbish");
        }
        assertRefused("snapshot", "damaged");
        assertThat(snapshots()).hasSize(2);
    }

    private ListState writeTwoSnapshots() throws Exception {
        ListState state = new ListState();
        try (RatisLog log = open(state)) {
            append(log, 10);
            log.snapshot();
            Eventually.until("a snapshot", () -> digests() == 1);
            append(log, 10);
            log.snapshot();
            Eventually.until("a second snapshot", () -> digests() == 2);
            append(log, 10);
        }
        return state;
    }

    /** Oldest first. */
    private List<Path> snapshots() {
        return files(group().resolve("sm")).stream()
                .filter(file -> file.getFileName().toString().matches("snapshot\\.\\d+_\\d+"))
                .toList();
    }

    @Test
    void shouldRefuseTheLogOfAnotherCluster() throws Exception {
        write(5);
        Files.createDirectories(directory.resolve("raft/3f0c8a52-0000-4000-8000-000000000000"));
        assertRefused("belongs to another");
    }

    @Test
    void shouldRefuseALogWithoutItsIdentity() throws Exception {
        write(5);
        Files.delete(directory.resolve("identity"));
        assertRefused("not its identity file");
    }

    @Test
    void shouldRefuseADirectoryOfANewerVersion() throws Exception {
        write(5);
        Path identity = directory.resolve("identity");
        Files.writeString(identity, Files.readString(identity).replace("format=1", "format=2"));
        assertRefused("newer Manyhands (format 2, this program reads up to 1)");
    }

    @Test
    void shouldRefuseADamagedIdentity() throws Exception {
        write(5);
        Files.writeString(directory.resolve("identity"), "format=one\n");
        assertRefused("identity is damaged");
    }

    @Test
    void shouldStartAnewAfterAFirstStartThatWasCutShort() throws Exception {
        write(5);
        Files.move(directory.resolve("identity"), directory.resolve("identity.forming"));
        Files.delete(directory.resolve("watermark"));
        ListState state = new ListState();
        try (RatisLog log = open(state)) {
            append(log, 1);
            assertThat(state.entries()).hasSize(1);
        }
    }

    @Test
    void shouldFailToOpenWhenTheSnapshotCannotBeRead() throws Exception {
        try (RatisLog log = open(new ListState())) {
            append(log, 10);
            log.snapshot();
            Eventually.until("a snapshot", () -> digests() == 1);
        }
        assertThatThrownBy(() -> open(new Unreadable())).hasMessageContaining("cannot start");
    }

    @Test
    void shouldRefuseWhenTooManyAreInFlight() throws Exception {
        LogSettings settings = LogSettings.of(directory).withInFlight(10);
        try (RatisLog log = open(settings, new ListState())) {
            List<CompletableFuture<Appended>> futures = ReplicatedLogContract.appendMany(log, 5_000);
            boolean busy = false;
            for (CompletableFuture<Appended> future : futures) {
                busy |= Eventually.get(future) instanceof Refused refused && refused.reason() == Reason.BUSY;
            }
            assertThat(busy).isTrue();
            append(log, 1);
        }
    }

    @Test
    void shouldRefuseAppendsWhenTheDiskIsLow() throws Exception {
        try (RatisLog log = open(LogSettings.of(directory).withDisk(Long.MAX_VALUE, 0), new ListState())) {
            assertThat(Eventually.get(log.append(ReplicatedLogContract.bytes("a"))))
                    .isInstanceOfSatisfying(
                            Refused.class,
                            refused -> assertThat(refused.reason()).isEqualTo(Reason.DISK_LOW));
        }
    }

    @Test
    void shouldGiveUpTheBallastAndHaltWhenTheLogFails() throws Exception {
        Disk disk = new Disk(LogSettings.of(directory).withDisk(0, 4_096));
        disk.ensureBallast();
        assertThat(Files.size(directory.resolve("ballast"))).isEqualTo(4_096);
        ListState state = new ListState();
        Halt halt = new Halt(halts, disk);
        new RatisMachine(state, halt, new Duty(state, () -> 1), LogSettings.of(directory), () -> {})
                .notifyLogFailed(new IOException("No space left on device"), null);
        assertThat(directory.resolve("ballast")).doesNotExist();
        assertThat(halts.sentences()).singleElement().asString().contains("No space left on device", "make space");
    }

    private void assertRefused(String... parts) {
        assertThatThrownBy(() -> open(new ListState()).close())
                .isInstanceOf(LogRefusedException.class)
                .message()
                .contains(parts)
                .contains(directory.toString());
    }

    private Path group() {
        return files(directory.resolve("raft")).getFirst();
    }

    private Path current() {
        return group().resolve("current");
    }

    private List<String> segments() {
        return files(current()).stream()
                .map(file -> file.getFileName().toString())
                .filter(name -> name.startsWith("log_"))
                .toList();
    }

    private Path openSegment() {
        return files(current()).stream()
                .filter(file -> file.getFileName().toString().startsWith("log_inprogress_"))
                .findFirst()
                .orElseThrow();
    }

    private long digests() {
        return files(group().resolve("sm")).stream()
                .filter(file -> file.toString().endsWith(".md5"))
                .count();
    }

    private static List<Path> files(Path directory) {
        try (Stream<Path> files = Files.list(directory)) {
            return files.sorted().toList();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** Without the zeros that Ratis writes ahead. */
    private static long lengthOfContent(RandomAccessFile file) throws IOException {
        long length = file.length();
        do {
            file.seek(--length);
        } while (file.read() == 0);
        return length + 1;
    }

    private static void deleteTree(Path root) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private static final class Unreadable implements Replicated {
        @Override
        public void apply(long term, long index, byte[] entry) {}

        @Override
        public void save(OutputStream out) {}

        @Override
        public void restore(InputStream in) throws IOException {
            throw new IOException("not a state");
        }

        @Override
        public void leaderReady(long term) {}

        @Override
        public void leaderLost() {}
    }
}
