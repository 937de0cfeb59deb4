package org.manyhands.server.journal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.manyhands.core.Bytes;
import org.manyhands.core.journal.Line;
import org.manyhands.server.journal.Frames.Frame;
import org.manyhands.store.Digest;

/** Reads the lines in the bytes of one segment, and finds what of them is missing. Not thread-safe. */
final class SegmentReader {
    private final long segment;
    private final byte[] bytes;
    private final boolean ended;
    private final List<Damage> damages = new ArrayList<>();
    private Bytes digest = Bytes.EMPTY;
    private long lastMillis;
    private int whole;
    private boolean cut;

    /**
     * Begins at the first byte.
     *
     * @param ended whether the segment should be whole; the open one may end in a part of a line
     * @param lastMillis the wall clock of the line before it; 0 if it is not known
     */
    SegmentReader(long segment, byte[] bytes, boolean ended, long lastMillis) {
        this.segment = segment;
        this.bytes = bytes;
        this.ended = ended;
        this.lastMillis = lastMillis;
    }

    /** Gives the lines in order until one is not wanted; whether all were. */
    boolean each(Predicate<Line> wanted) {
        Optional<Frame> next = Frames.next(bytes, 0);
        while (next.isPresent()) {
            Frame frame = next.get();
            if (frame.start() > whole) {
                damages.add(new Damage(segment, whole, lastMillis));
            }
            note(frame);
            if (!wanted.test(frame.line())) {
                return false;
            }
            next = Frames.next(bytes, whole);
        }
        if (ended && (whole < bytes.length || !cut)) {
            damages.add(new Damage(segment, whole, lastMillis));
        }
        return true;
    }

    /** What was found missing so far. */
    List<Damage> damages() {
        return damages;
    }

    /** Of the lines that were read. */
    Bytes digest() {
        return digest;
    }

    /** The wall clock of the last line; 0 if none was read. */
    long lastMillis() {
        return lastMillis;
    }

    private void note(Frame frame) {
        whole = frame.end();
        switch (frame.line()) {
            case Line.Happened happened -> {
                digest = chained(digest, Arrays.copyOfRange(bytes, frame.start() + Frames.HEAD_BYTES, frame.end()));
                lastMillis = happened.wallMillis();
            }
            case Line.Cut(var end) -> {
                cut = true;
                if (damages.isEmpty() && !digest.equals(end.digest())) {
                    damages.add(new Damage(segment, Damage.SOMEWHERE, lastMillis));
                }
            }
        }
    }

    /** The digest of a segment with one more line. */
    static Bytes chained(Bytes before, byte[] line) {
        byte[] both = Arrays.copyOf(before.toArray(), before.size() + line.length);
        System.arraycopy(line, 0, both, before.size(), line.length);
        return Bytes.copyOf(Digest.of(both).toBytes());
    }
}
