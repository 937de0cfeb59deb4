package org.manyhands.server.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.manyhands.core.command.Command;
import org.manyhands.core.command.Event;
import org.manyhands.core.journal.Line.Happened;
import org.manyhands.core.journal.Position;
import org.manyhands.core.machine.Outcome;
import org.manyhands.core.state.Seal;
import org.manyhands.core.state.State;
import org.manyhands.server.replica.ReplicaDivergedException;

class JournalTest {
    private static final int ENTRIES = 3_500;

    private final MemorySegments segments = new MemorySegments();

    /** The n-th entry of a log: most make something happen, every seventh nothing. */
    private static Outcome entry(long number) {
        List<Event> events =
                number % 7 == 0 ? List.of() : List.of(new Event.JobSubmitted(number, "job-" + number, "somebody"));
        return new Outcome(
                State.initial(7).withApplied(number).atEntry(10 * number, 1_000 * number), List.of(), events);
    }

    private static void write(Journal journal, long from, long end) {
        for (long number = from; number < end; number++) {
            journal.applied(100 + number % 13, entry(number));
        }
    }

    private static List<Long> numbers(Journal journal) throws IOException {
        List<Long> numbers = new ArrayList<>();
        var _ = journal.read(Happened::applied, 0, line -> numbers.add(line.applied()));
        return numbers;
    }

    private static List<Position> ends(Journal journal) throws IOException {
        List<Position> ends = new ArrayList<>();
        for (long segment = 1; segment < journal.position().segment(); segment++) {
            ends.add(journal.end(segment).orElseThrow());
        }
        return ends;
    }

    private static Journal whole() {
        Journal journal = new Journal(new MemorySegments());
        write(journal, 0, ENTRIES);
        return journal;
    }

    @Test
    void shouldBeTheSameFunctionOfTheLogOnFilesAndInMemory(@TempDir Path directory) throws IOException {
        try (SegmentFiles files = SegmentFiles.at(directory.resolve("journal"))) {
            Journal journal = new Journal(files);
            write(journal, 0, ENTRIES);
            assertThat(journal.position()).isEqualTo(whole().position());
            assertThat(ends(journal)).isEqualTo(ends(whole())).hasSize(3);
            assertThat(numbers(journal)).isEqualTo(numbers(whole())).doesNotHaveDuplicates();
        }
    }

    /** Snapshots at any entry, power cuts at any later one, several times: the journal is as if nothing had been. */
    @Test
    void shouldNeitherLoseNorDoubleALineWhateverIsCut() throws IOException {
        for (long seed = 0; seed < 40; seed++) {
            assertThat(interrupted(seed, EnumSet.allOf(Rule.class)))
                    .as("seed " + seed)
                    .isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource(Rule.class)
    void shouldNeedEachRule(Rule rule) throws IOException {
        boolean found = false;
        for (long seed = 0; seed < 40 && !found; seed++) {
            found = !interrupted(seed, EnumSet.complementOf(EnumSet.of(rule)));
        }
        assertThat(found)
                .as("a seed that finds the journal without " + rule + " another")
                .isTrue();
    }

    private static boolean interrupted(long seed, EnumSet<Rule> rules) throws IOException {
        Random random = new Random(seed);
        MemorySegments disk = new MemorySegments();
        Position saved = Position.START;
        long savedAt = 0;
        Journal journal = new Journal(disk, rules, Journal.SEGMENTS_KEPT_MAX, Position.ENTRIES_MAX);
        for (int life = 0; life < 4; life++) {
            journal.rewind(saved, savedAt);
            long at = savedAt + random.nextInt(1_200);
            write(journal, savedAt, at);
            journal.force();
            saved = journal.position();
            savedAt = at;
            write(journal, at, at + random.nextInt(1_200));
            disk.cutPower(random);
            journal = new Journal(disk, rules, Journal.SEGMENTS_KEPT_MAX, Position.ENTRIES_MAX);
        }
        journal.rewind(saved, savedAt);
        write(journal, savedAt, 6_000);
        Journal expected = new Journal(new MemorySegments());
        write(expected, 0, 6_000);
        return journal.position().equals(expected.position())
                && numbers(journal).equals(numbers(expected))
                && ends(journal).equals(ends(expected));
    }

    @Test
    void shouldReadFromAnyPlace() throws IOException {
        Journal journal = whole();
        for (long from : new long[] {0, 1, 999, 1_000, 1_001, 2_777, 3_499, 3_500, 9_999}) {
            List<Long> read = new ArrayList<>();
            var _ = journal.read(Happened::applied, from, line -> read.add(line.applied()));
            assertThat(read)
                    .isEqualTo(numbers(journal).stream()
                            .filter(number -> number >= from)
                            .toList());
            List<Long> since = new ArrayList<>();
            var _ = journal.read(Happened::wallMillis, from * 1_000, line -> since.add(line.applied()));
            assertThat(since).hasSameSizeAs(read.stream().filter(n -> n > from).toList());
        }
    }

    @Test
    void shouldKeepTheNewestSegments() throws IOException {
        Journal journal = new Journal(segments, EnumSet.allOf(Rule.class), 2, Position.ENTRIES_MAX);
        write(journal, 0, ENTRIES);
        assertThat(segments.numbers()).containsExactly(2L, 3L, 4L);
        assertThat(numbers(journal).getFirst()).isEqualTo(1_001L);
        assertThat(journal.end(1)).isEmpty();
    }

    @Test
    void shouldLetTheLeaderSealWhatIsEnded() throws IOException {
        Journal journal = new Journal(segments);
        write(journal, 0, 999);
        assertThat(journal.toSeal(Seal.NONE)).isEmpty();
        write(journal, 999, 2_500);
        Command.SealJournal first = journal.toSeal(Seal.NONE).orElseThrow();
        assertThat(first.segment()).isEqualTo(1);
        assertThat(first.digest()).isEqualTo(journal.end(1).orElseThrow().digest());
        assertThat(journal.toSeal(new Seal(1, 1, first.digest())).orElseThrow().segment())
                .isEqualTo(2);
        assertThat(journal.toSeal(new Seal(2, 1, first.digest()))).isEmpty();
    }

    @Test
    void shouldGoOnWhenTheSealIsItsOwn() throws IOException {
        Journal journal = new Journal(segments);
        write(journal, 0, 1_500);
        sealed(journal, journal.toSeal(Seal.NONE).orElseThrow());
        assertThat(numbers(journal)).last().isEqualTo(1_501L);
    }

    @Test
    void shouldNotGoOnWhenAnotherMemberWroteSomethingElse() throws IOException {
        Journal other = new Journal(new MemorySegments());
        other.applied(
                100, new Outcome(entry(0).state(), List.of(), List.of(new Event.JobSubmitted(0, "else", "somebody"))));
        write(other, 1, 1_500);
        Journal journal = new Journal(segments);
        write(journal, 0, 1_500);
        Command.SealJournal seal = other.toSeal(Seal.NONE).orElseThrow();
        assertThatThrownBy(() -> sealed(journal, seal))
                .isInstanceOf(ReplicaDivergedException.class)
                .hasMessageContaining("Segment 1 of the journal has the digest");
    }

    @Test
    void shouldNotGoOnWhenASegmentIsSealedThatItHasNotEnded() throws IOException {
        Command.SealJournal seal = whole().toSeal(Seal.NONE).orElseThrow();
        Journal journal = new Journal(segments);
        write(journal, 0, 500);
        assertThatThrownBy(() -> sealed(journal, seal))
                .isInstanceOf(ReplicaDivergedException.class)
                .hasMessageContaining("before this member ended it");
    }

    @Test
    void shouldNotCompareWhatAnotherFormatWrote() throws IOException {
        Journal journal = new Journal(segments);
        write(journal, 0, 1_500);
        Command.SealJournal seal = journal.toSeal(Seal.NONE).orElseThrow();
        sealed(
                journal,
                new Command.SealJournal(1, Position.FORMAT + 1, org.manyhands.core.Bytes.ofHex("00".repeat(32))));
        assertThat(seal.format()).isEqualTo(Position.FORMAT);
    }

    @Test
    void shouldLoseOneLineToAFlippedBitAndSayWhere() throws IOException {
        Journal journal = new Journal(segments);
        write(journal, 0, ENTRIES);
        for (int offset : new int[] {0, 3, 5_000, (int) segments.bytes(2) / 2}) {
            segments.flip(2, offset);
            List<Long> left = numbers(journal);
            assertThat(numbers(whole())).hasSize(left.size() + 1).containsAll(left);
            List<Damage> damages = damages(journal);
            assertThat(damages).singleElement().extracting(Damage::segment).isEqualTo(2L);
            assertThat(damages.getFirst().offset()).isBetween(offset - 100L, (long) offset);
            assertThat(damages.getFirst().afterMillis()).isGreaterThanOrEqualTo(999_000);
            segments.flip(2, offset);
        }
        assertThat(damages(journal)).isEmpty();
    }

    @Test
    void shouldSayThatTheEndOfASegmentIsMissing() throws IOException {
        Journal journal = new Journal(segments);
        write(journal, 0, ENTRIES);
        segments.truncate(2, segments.bytes(2) - 300);
        assertThat(damages(journal)).hasSize(1);
        assertThat(journal.end(2)).isEmpty();
        assertThat(numbers(journal)).contains(2L, 1_001L, 2_001L, 3_499L);
    }

    @Test
    void shouldSayThatASegmentIsMissing() throws IOException {
        Journal journal = new Journal(segments);
        write(journal, 0, ENTRIES);
        segments.remove(2);
        assertThat(damages(journal)).containsExactly(new Damage(2, 0, 999_000));
        assertThat(numbers(journal)).contains(2L, 999L, 2_001L, 3_499L).doesNotContain(1_500L);
    }

    /** Damage that a restart has cut off leaves whole lines behind, but not all of them. */
    @Test
    void shouldSayThatLinesAreMissingThoughAllThatIsLeftIsWhole() throws IOException {
        Journal journal = new Journal(segments);
        write(journal, 0, 500);
        Position saved = journal.position();
        segments.truncate(1, segments.bytes(1) - 300);
        Journal again = new Journal(segments);
        again.rewind(saved, 500);
        write(again, 500, ENTRIES);
        assertThat(damages(again)).singleElement().extracting(Damage::offset).isEqualTo(-1L);
    }

    @Test
    void shouldNotTakeALineThatIsBeingWrittenForDamage() throws IOException {
        Journal journal = new Journal(segments);
        write(journal, 0, ENTRIES);
        segments.truncate(4, segments.bytes(4) - 5);
        assertThat(damages(journal)).isEmpty();
        segments.append(4, new byte[100]);
        assertThat(damages(journal)).isEmpty();
    }

    @Test
    void shouldSayHowMuchIsKept() throws IOException {
        Journal journal = whole();
        assertThat(journal.kept().segments()).isEqualTo(4);
        assertThat(journal.kept().bytes()).isBetween(100_000L, 1_000_000L);
        assertThat(journal.kept().sinceMillis()).isEqualTo(1_000);
    }

    private static List<Damage> damages(Journal journal) throws IOException {
        return journal.read(Happened::applied, 0, _ -> true);
    }

    private static void sealed(Journal journal, Command.SealJournal seal) {
        Event event = new Event.JournalSealed(seal.segment(), seal.format(), seal.digest());
        journal.applied(50, new Outcome(entry(1_500).state(), List.of(), List.of(event)));
    }

    @Test
    void shouldSayThatItWasNotThereWhenLinesOfTheOpenSegmentWereWritten() throws IOException {
        Journal other = new Journal(new MemorySegments());
        write(other, 0, 300);
        Journal away = new Journal(new MemorySegments());
        write(away, 0, 100);
        away.rewind(other.position(), 299);
        write(away, 300, 400);
        List<Damage> damages = away.read(Happened::applied, 0, _ -> true);
        assertThat(damages).extracting(Damage::segment, Damage::offset).containsExactly(tuple(1L, -1L));
        write(away, 400, ENTRIES);
        assertThat(away.read(Happened::applied, 0, _ -> true)).hasSize(1);
        assertThat(ends(away)).isEqualTo(ends(whole()));
    }
}
