package org.manyhands.verify.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.manyhands.core.codec.Codec;
import org.manyhands.core.command.Actor;
import org.manyhands.core.command.Command;
import org.manyhands.core.command.Entry;
import org.manyhands.core.command.Envelope;
import org.manyhands.core.machine.Machine;
import org.manyhands.core.state.State;
import org.manyhands.server.control.Control;
import org.manyhands.server.control.Replica;
import org.manyhands.server.journal.Journal;
import org.manyhands.server.journal.SegmentFiles;
import org.manyhands.server.replica.Appended;
import org.manyhands.server.replica.HaltHandler;
import org.manyhands.server.replica.LogRefusedException;
import org.manyhands.server.replica.LogSettings;
import org.manyhands.server.replica.RatisLog;
import org.manyhands.server.replica.Replicated;
import org.manyhands.server.replica.ReplicatedLog;

/** A data directory with a history is damaged, copied, of another version, or on a disk that takes nothing. */
final class DamagedDirectoryIT {
    private static final long TTL_MILLIS = 10_000;
    private static final int FLIPPED_BYTE = 200;

    @RegisterExtension
    final Mh mh = new Mh();

    @BeforeEach
    void makeHistory() throws Exception {
        mh.run("run", "--name", "first", "--", "head", "-c", "1000000", "/dev/urandom")
                .exits(0);
        mh.run("run", "--name", "second", "true").exits(0);
    }

    @Test
    void shouldSayThatTheLogIsDamagedWhereverThatIs() throws Exception {
        for (String name : List.of("log_0-", "log_inprogress_")) {
            Path file = find("log", name);
            byte[] whole = Files.readAllBytes(file);
            flip(file, FLIPPED_BYTE);
            mh.run("jobs").exits(125).saysOneSentence(file.toString(), "is damaged", "backup");
            Files.write(file, java.util.Arrays.copyOf(whole, FLIPPED_BYTE));
            mh.run("jobs").exits(125).saysOneSentence("log", "backup");
            Files.write(file, whole);
        }
        assertThat(mh.run("jobs", "-o", "ids").exits(0).lines()).hasSize(2);
    }

    @Test
    void shouldSayThatTheSnapshotIsDamaged() throws Exception {
        try (Control control =
                new Control(1, TTL_MILLIS, new Journal(SegmentFiles.at(mh.data().resolve("journal"))), this::log)) {
            assertThat(control.awaitLeading(Duration.ofSeconds(60))).isTrue();
            control.snapshot();
            Until.holds("a snapshot is whole", () -> exists("snapshot", ".md5"));
        }
        assertThat(mh.run("jobs", "-o", "ids").exits(0).lines()).hasSize(2);
        Path snapshot = find("log", "snapshot");
        byte[] whole = Files.readAllBytes(snapshot);
        flip(snapshot, whole.length / 2);
        mh.run("jobs").exits(125).saysOneSentence(snapshot.toString(), "is damaged", "backup");
        Files.write(snapshot, java.util.Arrays.copyOf(whole, whole.length / 2));
        mh.run("jobs").exits(125).saysOneSentence(snapshot.toString(), "is damaged", "backup");
        Files.write(snapshot, whole);
        assertThat(mh.run("jobs", "-o", "ids").exits(0).lines()).hasSize(2);
    }

    @Test
    void shouldSayThatResultsAreGoneWithTheEndOfTheStore() throws Exception {
        Path segment = find("store/segments", "");
        Files.write(segment, java.util.Arrays.copyOf(Files.readAllBytes(segment), 500_000));
        mh.run("logs", "first").exits(125).saysOneSentence("results are gone", "mh retry");
        assertThat(mh.run("run", "echo", "on").exits(0).out()).isEqualTo("on\n");
    }

    @Test
    void shouldRefuseTheLogOfANewerVersion() throws Exception {
        Path identity = mh.data().resolve("log/identity");
        String text = Files.readString(identity);
        Files.writeString(identity, text.replace("format=1", "format=2"));
        mh.run("jobs").exits(125).saysOneSentence("newer Manyhands", "format 2");
        Files.writeString(identity, text);
        ReplicatedLog log = RatisLog.open(LogSettings.of(mh.data().resolve("log")), new Blind(), HaltHandler.process());
        Appended appended = log.append(new byte[] {100, 1, 2, 3}).get(60, TimeUnit.SECONDS);
        log.close();
        assertThat(appended).isInstanceOf(Appended.Applied.class);
        mh.run("jobs").exits(HaltHandler.EXIT_CODE).saysOneSentence("of the log cannot be read", "newer");
    }

    @Test
    void shouldRefuseAStateOfALevelThatItDoesNotKnow() throws Exception {
        int newer = Machine.LEVEL + 1;
        Envelope raise = new Envelope(Actor.LEADER, new Command.RaiseLevel(newer));
        byte[] entry = Codec.of(Entry.class).encode(new Entry(List.of(raise), 0, 0));
        try (ReplicatedLog log = log(replica(newer))) {
            assertThat(log.append(entry).get(60, TimeUnit.SECONDS)).isInstanceOf(Appended.Applied.class);
        }
        List<String> words = List.of("level " + newer, "up to " + Machine.LEVEL, "a newer one");
        mh.run("jobs").exits(120).saysOneSentence(words.toArray(String[]::new));
        try (ReplicatedLog log = log(replica(newer))) {
            log.snapshot();
            Until.holds("a snapshot is whole", () -> exists("snapshot", ".md5"));
        }
        for (String verb : List.of("jobs", "up")) {
            Ended refused = mh.run(verb).exits(120).saysOneSentence(words.toArray(String[]::new));
            assertThat(refused.err()).contains("snapshot");
        }
    }

    private Replica replica(int known) throws IOException {
        return new Replica(
                new Machine().knowing(known),
                State.initial(1),
                new Journal(SegmentFiles.at(mh.data().resolve("journal"))),
                Replica.Observer.NONE);
    }

    /** Two nodes of one machine: each ends what its own tasks left, and nothing of the other. */
    @Test
    void shouldLeaveTheTasksOfTheDirectoryAloneFromWhichItsOwnIsACopy() throws Exception {
        Started node = mh.up();
        mh.run("submit", "--name", "original", "--", "sh", "-c", "touch began; until test -e go; do sleep 0.05; done")
                .exits(0);
        Until.holds("the task runs", () -> Files.exists(mh.work().resolve("began")));
        Path copy = mh.data().resolveSibling("copy");
        mh.shell("cp -a '" + mh.data() + "' '" + copy + "'").exits(0);
        for (int boot = 1; boot <= 2; boot++) {
            assertThat(mh.run("run", "--data", copy.toString(), "--resources", "cpu=0.1", "echo", "copied")
                            .exits(0)
                            .out())
                    .isEqualTo("copied\n");
        }
        Files.createFile(mh.work().resolve("go"));
        mh.run("wait", "original").exits(0);
        assertThat(mh.run("events", "original").exits(0).out()).doesNotContain("signal");
        node.terminate();
        node.ended().exits(0);
    }

    @Test
    void shouldSayThatTheDirectoryIsReadOnly() throws Exception {
        mh.on(Mounted.READ_ONLY);
        for (String verb : List.of("jobs", "up")) {
            mh.run(verb).exits(120).saysOneSentence("data directory", "read-only", "--data");
        }
        mh.run("run", "true").exits(120).saysOneSentence("data directory", "read-only", "--data");
        mh.on(Mounted.AS_IT_IS);
        assertThat(mh.run("jobs", "-o", "ids").exits(0).lines()).hasSize(2);
    }

    @Test
    void shouldSayThatTheDiskIsFull() throws Exception {
        mh.on(Mounted.FULL);
        mh.run("run", "true").exits(120).saysOneSentence("data directory", "No space left", "--data");
        mh.run("up").exits(120).saysOneSentence("data directory", "No space left", "--data");
    }

    @Test
    void shouldTakeNothingInWhenTheDiskHasTooLittleRoom() throws Exception {
        mh.on(Mounted.TINY);
        mh.run("run", "--progress", "none", "true").exits(120).saysOneSentence("MiB free", "128 MiB", "make space");
        mh.run("jobs").exits(0);
        Started node = mh.start("up");
        Until.holds("the node says what is wrong", () -> node.errSoFar().contains("128 MiB): nothing is taken in"));
        node.terminate();
        node.ended().exits(0).saysNothingInternal();
    }

    @Test
    void shouldStartNothingBelowTheLowMarkAndGoOnWhenThereIsRoom() throws Exception {
        mh.script("mh", "export MH_DATA='" + mh.data() + "'", "exec " + Program.shellWords() + " \"$@\"");
        mh.script(
                "task",
                "case $1 in",
                "1) fallocate -l 600M '" + mh.data() + "/filled'",
                "   until ./mh why last | grep 'node .* starts nothing: the disk' >why; do sleep 0.1; done",
                "   touch told; until test -e seen; do sleep 0.05; done",
                "   ./mh doctor >doctor; ./mh job last >job; ./mh why last.3 >one; test ! -e third; rm '" + mh.data()
                        + "/filled';;",
                "2) until test -e told; do sleep 0.05; done; touch seen;;",
                "3) touch third;;",
                "esac");
        mh.on(Mounted.SMALL);
        mh.run("run", "--at-most", "2", "--resources", "cpu=0.1", "./task", "{}", ":::", "1", "2", "3")
                .exits(0);
        assertThat(mh.work().resolve("third")).exists();
        for (String name : List.of("why", "doctor", "job", "one")) {
            assertThat(mh.work().resolve(name)).content().contains("starts nothing: the disk", "low mark: 384 MiB");
        }
    }

    private ReplicatedLog log(Replicated replicated) {
        try {
            return RatisLog.open(LogSettings.of(mh.data().resolve("log")), replicated, HaltHandler.process());
        } catch (IOException | LogRefusedException | InterruptedException failed) {
            throw new IllegalStateException(failed);
        }
    }

    /** Takes any entry for good. */
    private static final class Blind implements Replicated {
        @Override
        public void apply(long term, long index, byte[] entry) {}

        @Override
        public void save(OutputStream out) {}

        @Override
        public void restore(InputStream in) {}

        @Override
        public void leaderReady(long term) {}

        @Override
        public void leaderLost() {}
    }

    private boolean exists(String begin, String end) {
        try (Stream<Path> files = Files.walk(mh.data().resolve("log"))) {
            return files.map(file -> file.getFileName().toString())
                    .anyMatch(name -> name.startsWith(begin) && name.endsWith(end));
        } catch (IOException | java.io.UncheckedIOException changing) {
            return false;
        }
    }

    private Path find(String directory, String begin) throws IOException {
        try (Stream<Path> files = Files.walk(mh.data().resolve(directory))) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> file.getFileName().toString().startsWith(begin))
                    .filter(file -> !file.toString().endsWith(".md5"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static void flip(Path file, int number) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        bytes[number] ^= 0x10;
        Files.write(file, bytes);
    }
}
