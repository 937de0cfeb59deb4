package org.manyhands.server.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.LongStream;
import org.manyhands.core.command.Event;
import org.manyhands.core.journal.Line.Happened;
import org.manyhands.core.journal.Position;
import org.manyhands.core.machine.Outcome;
import org.manyhands.core.state.State;
import org.manyhands.store.files.Removal;
import org.manyhands.verify.disk.Life;

/**
 * Applies a log, takes snapshots of its state on the way, and begins again at the last. The snapshots themselves are safe, and so is
 * the log: what the journal promises is to be the same function of it.
 */
final class JournalLife implements Life {
    private static final long ENTRIES = 22;
    private static final long ENTRY_BYTES = 100;
    private static final List<Outcome> OUTCOMES =
            LongStream.range(0, ENTRIES).mapToObj(JournalLife::outcome).toList();
    private static final long ENTRIES_BETWEEN_SNAPSHOTS = 5;
    private static final long ENTRIES_MAX = 4;
    private static final int SEGMENTS_KEPT = 2;
    private static final Found UNINTERRUPTED = uninterrupted();

    private final Set<Rule> rules;
    private Position saved = Position.START;
    private long savedAt;

    JournalLife(EnumSet<Rule> rules) {
        this.rules = rules;
    }

    private record Found(Position position, List<Long> lines, List<Optional<Position>> ends) {}

    private static Path directory(Path root) {
        return root.resolve("log/journal");
    }

    @Override
    public void prepare(Path root) throws IOException {
        Files.createDirectory(root.resolve("log"));
    }

    @Override
    public void write(Path root) throws IOException {
        try (SegmentFiles files = SegmentFiles.at(directory(root))) {
            Journal journal = journal(files, saved, savedAt);
            for (long number = savedAt; number < ENTRIES; number++) {
                if (number >= savedAt + ENTRIES_BETWEEN_SNAPSHOTS) {
                    journal.force();
                    saved = journal.position();
                    savedAt = number;
                }
                journal.applied(ENTRY_BYTES, OUTCOMES.get((int) number));
            }
        }
    }

    private Journal journal(Segments segments, Position position, long applied) {
        Journal journal = new Journal(segments, rules, SEGMENTS_KEPT, ENTRIES_MAX);
        journal.rewind(position, applied);
        return journal;
    }

    private static Outcome outcome(long number) {
        List<Event> events =
                number % 7 == 3 ? List.of() : List.of(new Event.JobSubmitted(number, "job-" + number, "somebody"));
        State state = State.initial(7).withApplied(number).atEntry(10 * number, 1_000 * number);
        return new Outcome(state, List.of(), events);
    }

    @Override
    public void check(Path root) throws IOException {
        try (SegmentFiles files = SegmentFiles.at(directory(root))) {
            assertThat(found(files, saved, savedAt)).isEqualTo(UNINTERRUPTED);
        }
    }

    private static Found uninterrupted() {
        try {
            Path fresh = Files.createTempDirectory("mh-journal-");
            try (SegmentFiles files = SegmentFiles.at(fresh)) {
                return new JournalLife(EnumSet.allOf(Rule.class)).found(files, Position.START, 0);
            } finally {
                Removal.of(fresh);
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** What the journal has after everything else was applied. */
    private Found found(SegmentFiles files, Position from, long applied) throws IOException {
        Journal journal = journal(files, from, applied);
        for (long number = applied; number < ENTRIES; number++) {
            journal.applied(ENTRY_BYTES, OUTCOMES.get((int) number));
        }
        List<Long> lines = new ArrayList<>();
        assertThat(journal.read(Happened::applied, 0, line -> lines.add(line.applied())))
                .as("what is missing or damaged")
                .isEmpty();
        List<Optional<Position>> ends = new ArrayList<>();
        for (long segment = 1; segment < journal.position().segment(); segment++) {
            ends.add(journal.end(segment));
        }
        return new Found(journal.position(), lines, ends);
    }
}
