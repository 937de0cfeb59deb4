package org.manyhands.server.replica;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.manyhands.server.replica.Appended.Applied;

/** What a power loss may leave at the end of the log is cut off; anything else that is damaged is refused. */
class TornTailTest {
    private static final int ENTRIES = 20;
    /** One line for each of some hundred cuts would hide what else the tests say. */
    private static final Logger CUTS = Logger.getLogger(OpenSegment.class.getName());

    @TempDir
    Path directory;

    private Path segment;
    private byte[] bytes;
    /** Where the last record begins and ends, and its index. */
    private int begin;

    private int end;
    private long last;

    @BeforeAll
    static void quiet() {
        ReplicaLogging.quiet();
        CUTS.setLevel(Level.SEVERE);
    }

    @BeforeEach
    void write() throws Exception {
        try (RatisLog log = RatisLog.open(LogSettings.of(directory), new ListState(), new Halts())) {
            for (var future : ReplicatedLogContract.appendMany(log, ENTRIES)) {
                assertThat(Eventually.get(future)).isInstanceOf(Applied.class);
            }
        }
        segment = files(current()).stream()
                .filter(file -> file.getFileName().toString().startsWith("log_inprogress_"))
                .findFirst()
                .orElseThrow();
        bytes = Files.readAllBytes(segment);
        OpenSegment whole = OpenSegment.read(segment, 0);
        end = whole.validBytes();
        last = whole.end();
        Files.write(segment, Arrays.copyOf(bytes, end - 1));
        begin = OpenSegment.read(segment, 0).validBytes();
        Files.write(segment, bytes);
    }

    @Test
    void shouldFindTheEndThatRatisWrote() throws Exception {
        OpenSegment whole = OpenSegment.read(segment, 0);
        assertThat(whole.torn()).isFalse();
        assertThat(whole.followed()).isFalse();
        assertThat(whole.end()).isEqualTo(ENTRIES);
        assertThat(begin).isLessThan(end);
    }

    @Test
    void shouldLeaveAWholeLogAsItIs() throws Exception {
        Inspection.check(directory, group(), last, new Group.Alone());
        assertThat(Files.readAllBytes(segment)).isEqualTo(bytes);
        assertThat(aside()).isEmpty();
    }

    @Test
    void shouldCutTheLastRecordTruncatedAnywhere() throws Exception {
        for (int length = begin + 1; length < end; length++) {
            byte[] torn = Arrays.copyOf(bytes, length);
            assertCut(torn, "truncated to " + length);
            assertCut(Arrays.copyOf(torn, bytes.length), "zeros from " + length);
        }
    }

    @Test
    void shouldCutTheLastRecordWithAnyBitFlipped() throws Exception {
        for (int bit = 8 * begin; bit < 8 * end; bit++) {
            assertCut(flipped(bit), "bit " + bit);
        }
    }

    @Test
    void shouldCutTheLastRecordWhoseFirstBytesWereNotWritten() throws Exception {
        byte[] torn = bytes.clone();
        Arrays.fill(torn, begin, begin + (end - begin) / 2, (byte) 0);
        assertCut(torn, "first half missing");
    }

    @Test
    void shouldRefuseAnyBitFlippedBeforeTheLastRecordAndLeaveTheFileAlone() throws Exception {
        for (int bit = 0; bit < 8 * begin; bit += 3) {
            byte[] damaged = flipped(bit);
            Files.write(segment, damaged);
            assertThatThrownBy(() -> Inspection.check(directory, group(), Watermark.NONE, new Group.Alone()))
                    .as("bit %s", bit)
                    .isInstanceOf(LogRefusedException.class)
                    .hasMessageContaining("damaged")
                    .hasMessageContaining("whole entries behind");
            assertThat(Files.readAllBytes(segment)).isEqualTo(damaged);
        }
        assertThat(aside()).isEmpty();
    }

    @Test
    void shouldRefuseATornRecordThatWasAcknowledgedAndLeaveTheFileAlone() throws Exception {
        byte[] torn = Arrays.copyOf(bytes, end - 1);
        Files.write(segment, torn);
        assertThatThrownBy(() -> Inspection.check(directory, group(), last, new Group.Alone()))
                .isInstanceOf(LogRefusedException.class)
                .hasMessageContaining("ends at " + (last - 1) + " but " + last + " was acknowledged");
        assertThat(Files.readAllBytes(segment)).isEqualTo(torn);
        assertThat(aside()).isEmpty();
    }

    @Test
    void shouldMoveASegmentAsideOfWhichNotEvenTheHeaderWasWritten() throws Exception {
        Path empty = current().resolve("log_inprogress_" + (last + 1));
        Files.move(segment, current().resolve("log_0-" + last));
        Files.write(current().resolve("log_0-" + last), Arrays.copyOf(bytes, end));
        Files.writeString(empty, "Raf");
        Inspection.check(directory, group(), last, new Group.Alone());
        assertThat(empty).doesNotExist();
        assertThat(aside()).singleElement().satisfies(file -> assertThat(file).hasContent("Raf"));
    }

    @Test
    void shouldRefuseATornSegmentThatIsNotTheLast() throws Exception {
        Files.write(segment, flipped(8 * begin));
        Files.writeString(current().resolve("log_inprogress_" + last), "RaftLog1");
        assertThatThrownBy(() -> Inspection.check(directory, group(), Watermark.NONE, new Group.Alone()))
                .isInstanceOf(LogRefusedException.class)
                .hasMessageContaining("damaged");
    }

    @Test
    void shouldStartOnWhatIsLeftAndGoOn() throws Exception {
        Files.write(segment, flipped(8 * begin + 13));
        Files.writeString(directory.resolve("watermark"), (last - 1) + "\n");
        for (int start = 1; start <= 2; start++) {
            ListState state = new ListState();
            try (RatisLog log = RatisLog.open(LogSettings.of(directory), state, new Halts())) {
                assertThat(Eventually.get(log.append(ReplicatedLogContract.bytes("again"))))
                        .isInstanceOf(Applied.class);
                assertThat(state.entries())
                        .startsWith(ReplicatedLogContract.names(ENTRIES - 1).toArray(String[]::new))
                        .hasSize(ENTRIES - 1 + start)
                        .endsWith("again");
            }
        }
        assertThat(aside()).hasSize(1);
    }

    private void assertCut(byte[] torn, String how) throws Exception {
        Files.write(segment, torn);
        Inspection.check(directory, group(), last - 1, new Group.Alone());
        assertThat(Files.readAllBytes(segment)).as(how).isEqualTo(Arrays.copyOf(bytes, begin));
        byte[] cut = Arrays.copyOfRange(torn, begin, torn.length);
        assertThat(aside()).as(how).singleElement().satisfies(file -> {
            byte[] kept = Files.readAllBytes(file);
            assertThat(Arrays.copyOf(kept, cut.length)).isEqualTo(cut);
        });
        Files.delete(aside().getFirst());
    }

    private byte[] flipped(int bit) {
        byte[] flipped = bytes.clone();
        flipped[bit / 8] ^= (byte) (1 << bit % 8);
        return flipped;
    }

    private List<Path> aside() throws IOException {
        return files(current()).stream()
                .filter(file -> file.getFileName().toString().startsWith("torn-"))
                .toList();
    }

    private Path group() throws IOException {
        return files(directory.resolve("raft")).getFirst();
    }

    private Path current() throws IOException {
        return group().resolve("current");
    }

    private static List<Path> files(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.sorted().toList();
        }
    }
}
