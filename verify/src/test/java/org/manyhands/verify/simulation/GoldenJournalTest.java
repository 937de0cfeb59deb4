package org.manyhands.verify.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.stream.LongStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.manyhands.core.codec.Codec;
import org.manyhands.core.command.Entry;
import org.manyhands.core.journal.Line.Happened;
import org.manyhands.core.machine.Machine;
import org.manyhands.core.machine.Outcome;
import org.manyhands.core.state.JoinToken;
import org.manyhands.core.state.State;
import org.manyhands.server.journal.Journal;
import org.manyhands.server.journal.Rule;

/**
 * A log that an earlier program wrote makes the same state and the same journal today, and its journal is read. Who wants
 * apply to do something else raises the level of the state, and adds a log that does; a golden log is never changed once a
 * release has it. Log 1 was written before there were levels, log 2 is raised to level 2 and archives jobs, log 3 to level 3
 * and has members. States are compared as values: what a program writes of one grows with its records.
 */
class GoldenJournalTest {
    private static final Codec<State> STATES = Codec.of(State.class);
    private static final Codec<Entry> ENTRIES = Codec.of(Entry.class);

    /** The longest log of so many seeds is taken. */
    private static final long SEEDS = 60;

    /** What the simulation had when it wrote the log, which seals such segments. */
    private static final long SEGMENT_ENTRIES = 20;

    /** What replaying a log makes. */
    private record Replayed(State state, List<byte[]> segments, String hashes) {}

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void shouldReplayToTheSameStateAndTheSameJournal(int level) throws IOException {
        Replayed replayed = replay(golden(level));
        assertThat(replayed.state().level()).isEqualTo(level);
        assertThat(replayed.state())
                .isEqualTo(STATES.decode(parts(level, "state.gz").getFirst()));
        assertThat(replayed.hashes()).isEqualTo(text(level));
        assertThat(replayed.segments()).containsExactlyElementsOf(parts(level, "journal.gz"));
    }

    @Test
    void shouldArchiveJobsFromTheSecondLevelOn() throws IOException {
        assertThat(replay(golden(2)).state().archived().isEmpty()).isFalse();
    }

    @Test
    void shouldHaveMembersFromTheThirdLevelOn() throws IOException {
        State state = replay(golden(3)).state();
        assertThat(state.members().size()).isGreaterThan(2);
        assertThat(state.tokens().values()).anyMatch(JoinToken::revoked);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void shouldReadTheJournalOfAnEarlierProgram(int level) throws IOException {
        SimulatedSegments segments = new SimulatedSegments();
        for (byte[] segment : parts(level, "journal.gz")) {
            segments.append(segments.numbers().size() + 1, segment);
        }
        List<Long> lines = new ArrayList<>();
        assertThat(journal(segments).read(Happened::applied, 0, line -> lines.add(line.applied())))
                .isEmpty();
        assertThat(lines).isSorted().doesNotHaveDuplicates().hasSizeGreaterThan(100);
        for (long ended : segments.numbers().headSet(segments.numbers().last())) {
            assertThat(journal(segments).end(ended).orElseThrow().entries()).isEqualTo(SEGMENT_ENTRIES);
        }
    }

    private static Journal journal(SimulatedSegments segments) {
        return Journal.simulated(segments, EnumSet.allOf(Rule.class), SEGMENT_ENTRIES);
    }

    private static Replayed replay(Simulation.Log log) {
        SimulatedSegments segments = new SimulatedSegments();
        Journal journal = journal(segments);
        Machine machine = new Machine();
        State state = log.initial();
        for (byte[] entry : log.entries()) {
            Outcome outcome = machine.apply(state, ENTRIES.decode(entry));
            journal.applied(entry.length, outcome);
            state = outcome.state();
        }
        List<byte[]> written = segments.numbers().stream()
                .map(number -> segments.read(number, Integer.MAX_VALUE))
                .toList();
        return new Replayed(
                state, written, "entries " + log.entries().size() + "\njournal " + journal.position() + "\n");
    }

    private static Simulation.Log golden(int level) throws IOException {
        if (GoldenJournalTest.class.getResource(resource(level, "log.gz")) == null) {
            throw new AssertionError("no golden log; one was written to " + write(level, longest())
                    + ": look at it and copy it to src/test/resources");
        }
        List<byte[]> parts = parts(level, "log.gz");
        return new Simulation.Log(STATES.decode(parts.removeFirst()), parts);
    }

    /** Of those that have members, removed one and archive something, as the newest level can. */
    private static Simulation.Log longest() {
        return LongStream.rangeClosed(1, SEEDS)
                .mapToObj(Simulation::log)
                .filter(log -> shows(replay(log).state()))
                .max(Comparator.comparingInt(log -> log.entries().size()))
                .orElseThrow();
    }

    private static boolean shows(State state) {
        return !state.archived().isEmpty()
                && state.members().size() > 2
                && state.tokens().values().stream().anyMatch(JoinToken::revoked);
    }

    private static Path write(int level, Simulation.Log log) throws IOException {
        Path directory = Files.createDirectories(Path.of("target", "golden"));
        List<byte[]> parts = new ArrayList<>(log.entries());
        parts.addFirst(STATES.encode(log.initial()));
        Replayed replayed = replay(log);
        write(directory.resolve(level + ".log.gz"), parts);
        write(directory.resolve(level + ".journal.gz"), replayed.segments());
        write(directory.resolve(level + ".state.gz"), List.of(STATES.encode(replayed.state())));
        Files.writeString(directory.resolve(level + ".txt"), replayed.hashes());
        return directory.toAbsolutePath();
    }

    private static void write(Path file, List<byte[]> parts) throws IOException {
        try (DataOutputStream out = new DataOutputStream(new GZIPOutputStream(Files.newOutputStream(file)))) {
            out.writeInt(parts.size());
            for (byte[] part : parts) {
                out.writeInt(part.length);
                out.write(part);
            }
        }
    }

    private static String resource(int level, String suffix) {
        return "/golden/" + level + "." + suffix;
    }

    private static List<byte[]> parts(int level, String suffix) throws IOException {
        List<byte[]> parts = new ArrayList<>();
        try (DataInputStream in = new DataInputStream(new GZIPInputStream(open(resource(level, suffix))))) {
            for (int left = in.readInt(); left > 0; left--) {
                parts.add(in.readNBytes(in.readInt()));
            }
        }
        return parts;
    }

    private static String text(int level) throws IOException {
        try (InputStream in = open(resource(level, "txt"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static InputStream open(String resource) {
        return Objects.requireNonNull(GoldenJournalTest.class.getResourceAsStream(resource), resource);
    }
}
