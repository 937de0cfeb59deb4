package org.manyhands.server.journal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import org.manyhands.core.Bytes;
import org.manyhands.core.command.Command;
import org.manyhands.core.command.Event;
import org.manyhands.core.journal.Line;
import org.manyhands.core.journal.Line.Happened;
import org.manyhands.core.journal.Position;
import org.manyhands.core.machine.Outcome;
import org.manyhands.core.state.Seal;
import org.manyhands.core.state.State;
import org.manyhands.server.replica.ReplicaDivergedException;

/**
 * What happened, in order, also before the last snapshot.
 *
 * <p>Concurrency: the log's thread writes; anybody reads whole lines, and the position. Ordering: a line is written before
 * the state of its entry can be seen. Failure: a disk that cannot be written ends the log, as the log's own does.
 */
public final class Journal {
    /** So many segments are kept; the oldest is removed. */
    public static final int SEGMENTS_KEPT_MAX = 1_000;

    /** So many bytes of segments are kept, beside the open one. */
    public static final long BYTES_KEPT_MAX = 256L << 20;

    /** The first line of a segment is looked for in so many bytes, and then in all of it. */
    private static final int HEAD_BYTES = 64 << 10;

    private final Segments segments;
    private final Set<Rule> rules;
    private final int segmentsKept;
    private final long entriesMax;
    private final NavigableMap<Long, Happened> heads = new ConcurrentSkipListMap<>();
    private volatile Position position = Position.START;
    private long bytesKept;
    /** The open segment lacks lines that were written while this member was away: the snapshot has seen them. */
    private volatile boolean lacking;

    /**
     * What the journal has.
     *
     * @param segments at most {@value #SEGMENTS_KEPT_MAX}, and the open one
     * @param bytes at most {@value #BYTES_KEPT_MAX}, and those of the open one
     * @param sinceMillis the wall clock of the first line, in milliseconds since 1970; 0 if there is none
     */
    public record Kept(long segments, long bytes, long sinceMillis) {}

    public Journal(Segments segments) {
        this(segments, EnumSet.allOf(Rule.class), SEGMENTS_KEPT_MAX, Position.ENTRIES_MAX);
    }

    Journal(Segments segments, Set<Rule> rules, int segmentsKept, long entriesMax) {
        this.segments = segments;
        this.rules = rules;
        this.segmentsKept = segmentsKept;
        this.entriesMax = entriesMax;
    }

    /** A journal of short segments, perhaps with a rule switched off for the simulation to find. */
    public static Journal simulated(Segments segments, Set<Rule> rules, long entriesMax) {
        return new Journal(segments, rules, SEGMENTS_KEPT_MAX, entriesMax);
    }

    /** How far it is written. */
    public Position position() {
        return position;
    }

    /** The state becomes the one numbered {@code applied}: what was written behind it comes again. */
    public void rewind(Position saved, long applied) {
        position = saved;
        heads.clear();
        try {
            if (!rules.contains(Rule.SEGMENT_GOES_ON_AFTER_THE_SNAPSHOT)) {
                position = new Position(saved.segment(), 0, 0, Position.FORMAT, Bytes.EMPTY);
            }
            if (rules.contains(Rule.TAIL_IS_WRITTEN_AGAIN)) {
                cutOff(applied);
            }
            bytesKept = 0;
            for (long number : segments.numbers()) {
                bytesKept += segments.bytes(number);
            }
            lacking = lacks();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private boolean lacks() throws IOException {
        SegmentReader open =
                new SegmentReader(position.segment(), segments.read(position.segment(), Integer.MAX_VALUE), false, 0);
        var _ = open.each(_ -> true);
        return position.format() == Position.FORMAT
                && open.damages().isEmpty()
                && !open.digest().equals(position.digest());
    }

    private void cutOff(long applied) throws IOException {
        for (long number : segments.numbers()) {
            if (number > position.segment()) {
                segments.remove(number);
            } else if (number == position.segment()) {
                byte[] bytes = segments.read(number, Integer.MAX_VALUE);
                int end = endOf(bytes, applied);
                if (end < bytes.length) {
                    segments.truncate(number, end);
                }
            }
        }
    }

    /** Where the last line ends that is not behind the state numbered {@code applied}. */
    private static int endOf(byte[] bytes, long applied) {
        int end = 0;
        Optional<Frames.Frame> next = Frames.next(bytes, 0);
        while (next.isPresent() && (!(next.get().line() instanceof Happened line) || line.applied() <= applied)) {
            end = next.get().line() instanceof Happened ? next.get().end() : end;
            next = Frames.next(bytes, next.get().end());
        }
        return end;
    }

    /**
     * Writes what an entry made happen, and compares segments that others have written.
     *
     * @param entryBytes the size of the entry in the log
     * @throws ReplicaDivergedException if another member wrote something else
     */
    public void applied(long entryBytes, Outcome outcome) {
        try {
            State state = outcome.state();
            Bytes digest = position.digest();
            if (!outcome.events().isEmpty()) {
                Happened happened = new Happened(state.applied(), state.ticks(), state.wallMillis(), outcome.events());
                byte[] line = Frames.LINES.encode(happened);
                write(line);
                digest = SegmentReader.chained(digest, line);
                heads.putIfAbsent(position.segment(), happened);
            }
            position = position.after(entryBytes, digest);
            if (position.full(entriesMax)) {
                cut();
            }
            for (Event event : outcome.events()) {
                if (event instanceof Event.JournalSealed sealed) {
                    compare(sealed);
                }
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private void write(byte[] line) throws IOException {
        byte[] frame = Frames.frame(line);
        segments.append(position.segment(), frame);
        bytesKept += frame.length;
    }

    private void cut() throws IOException {
        write(Frames.LINES.encode(new Line.Cut(position)));
        segments.force();
        position = position.next();
        lacking = false;
        retire();
    }

    private void retire() throws IOException {
        NavigableSet<Long> numbers = segments.numbers();
        while (numbers.size() > 1 && (numbers.size() > segmentsKept || bytesKept > BYTES_KEPT_MAX)) {
            long oldest = numbers.removeFirst();
            bytesKept -= segments.bytes(oldest);
            segments.remove(oldest);
            heads.remove(oldest);
        }
    }

    private void compare(Event.JournalSealed sealed) throws IOException {
        if (sealed.segment() >= position.segment()) {
            throw new ReplicaDivergedException(
                    "Segment " + sealed.segment()
                            + " of the journal was sealed before this member ended it (it writes segment "
                            + position.segment()
                            + "): this member's state is not that of the others. Remove its log directory and let it join anew.");
        }
        Optional<Position> mine = end(sealed.segment());
        boolean comparable = mine.isPresent()
                && sealed.format() != Position.MIXED
                && mine.get().format() == sealed.format();
        if (comparable && !mine.get().digest().equals(sealed.digest())) {
            throw new ReplicaDivergedException("Segment " + sealed.segment() + " of the journal has the digest "
                    + mine.get().digest() + " here and " + sealed.digest()
                    + " at the leader that sealed it: this member's state is not that of the others."
                    + " Remove its log directory and let it join anew.");
        }
    }

    /** How a segment ended; empty if it is not ended, not kept, or its end is damaged. */
    public Optional<Position> end(long segment) throws IOException {
        List<Position> ends = new ArrayList<>();
        var _ = new SegmentReader(segment, segments.read(segment, Integer.MAX_VALUE), true, 0).each(line -> {
            if (line instanceof Line.Cut(Position end)) {
                ends.add(end);
            }
            return true;
        });
        return ends.isEmpty() ? Optional.empty() : Optional.of(ends.getLast());
    }

    /** The seal that the leader should propose next; none if all ended segments are sealed or cannot be compared. */
    public Optional<Command.SealJournal> toSeal(Seal last) throws IOException {
        NavigableSet<Long> ended = segments.numbers().subSet(last.segment(), false, position.segment(), false);
        for (long number : ended) {
            Optional<Position> end = end(number);
            if (end.isPresent()
                    && end.get().format() == Position.FORMAT
                    && !end.get().digest().isEmpty()) {
                return Optional.of(new Command.SealJournal(
                        number, Position.FORMAT, end.get().digest()));
            }
        }
        return Optional.empty();
    }

    /** Returns when a snapshot may be taken: every line so far is durable. */
    public void force() throws IOException {
        if (rules.contains(Rule.LINES_ARE_DURABLE_BEFORE_THE_SNAPSHOT)) {
            segments.force();
        }
    }

    /**
     * Gives the kept lines in order, from the first whose number is at least {@code from}, until one is not wanted. A
     * damaged line is passed over, and those behind it are given.
     *
     * @param number of a line: its {@code applied}, ticks or wall clock
     * @return what was found missing on the way
     */
    public List<Damage> read(ToLongFunction<Happened> number, long from, Predicate<Happened> wanted)
            throws IOException {
        List<Damage> damages = new ArrayList<>();
        long open = position.segment();
        long expected = 0;
        long lastMillis = 0;
        for (long segment : since(number, from)) {
            byte[] bytes = segments.read(segment, Integer.MAX_VALUE);
            if (bytes.length == 0 && !segments.numbers().contains(segment)) {
                continue;
            }
            if (expected > 0 && segment > expected) {
                damages.add(new Damage(expected, 0, lastMillis));
            }
            SegmentReader reader = new SegmentReader(segment, bytes, segment < open, lastMillis);
            boolean more = reader.each(line -> !(line instanceof Happened happened)
                    || number.applyAsLong(happened) < from
                    || wanted.test(happened));
            damages.addAll(reader.damages());
            if (segment == open && lacking) {
                damages.add(new Damage(segment, Damage.SOMEWHERE, reader.lastMillis()));
            }
            if (!more) {
                return damages;
            }
            expected = segment + 1;
            lastMillis = reader.lastMillis();
        }
        return damages;
    }

    /** How much is kept. */
    public Kept kept() throws IOException {
        NavigableSet<Long> numbers = segments.numbers();
        long bytes = 0;
        for (long segment : numbers) {
            bytes += segments.bytes(segment);
        }
        long since = numbers.isEmpty()
                ? 0
                : head(numbers.first()).map(Happened::wallMillis).orElse(0L);
        return new Kept(numbers.size(), bytes, since);
    }

    /** The segments that may have such lines: from the last that begins before. */
    private NavigableSet<Long> since(ToLongFunction<Happened> number, long from) throws IOException {
        NavigableSet<Long> all = segments.numbers();
        for (long segment : all.descendingSet()) {
            Optional<Happened> head = head(segment);
            if (head.isPresent() && number.applyAsLong(head.get()) < from) {
                return all.tailSet(segment, true);
            }
        }
        return all;
    }

    private Optional<Happened> head(long segment) throws IOException {
        Optional<Happened> known = Optional.ofNullable(heads.get(segment));
        for (int bytes : new int[] {HEAD_BYTES, Integer.MAX_VALUE}) {
            if (known.isEmpty()) {
                known = firstLine(segments.read(segment, bytes));
            }
        }
        known.ifPresent(first -> heads.putIfAbsent(segment, first));
        return known;
    }

    private static Optional<Happened> firstLine(byte[] bytes) {
        Optional<Frames.Frame> next = Frames.next(bytes, 0);
        while (next.isPresent()) {
            if (next.get().line() instanceof Happened first) {
                return Optional.of(first);
            }
            next = Frames.next(bytes, next.get().end());
        }
        return Optional.empty();
    }
}
