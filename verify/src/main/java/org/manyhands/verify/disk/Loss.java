package org.manyhands.verify.disk;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** What a power loss takes of all that was not forced. Good for one disk, as its dice are thrown on the way. */
final class Loss {
    private final String name;
    private final boolean names;
    private final Bytes bytes;
    private final @Nullable SplittableRandom random;

    /** What is there of a write. */
    private enum Bytes {
        ALL,
        NONE,
        /** The file is as long as it should be, and has zeros. */
        ZEROS,
        BEGINNING,
        MIDDLE
    }

    /** The bytes of a write that are there; a file that is shorter than their end is made longer, with zeros. */
    record Range(int start, int end) {
        int length() {
            return end - start;
        }
    }

    private Loss(String name, boolean names, Bytes bytes, @Nullable SplittableRandom random) {
        this.name = name;
        this.names = names;
        this.bytes = bytes;
        this.random = random;
    }

    static Loss nothing() {
        return new Loss("nothing is lost", true, Bytes.ALL, null);
    }

    static Loss everything() {
        return new Loss("all that was not forced is lost", false, Bytes.NONE, null);
    }

    /** Each change is kept or not, whatever is kept of those before it, and a write perhaps in part. */
    static Loss seeded(long seed) {
        return new Loss("seed " + seed, false, Bytes.NONE, new SplittableRandom(seed));
    }

    /** Those that need no dice, and some that do. */
    static List<Loss> some(long firstSeed, int seeds) {
        List<Loss> losses = new ArrayList<>(List.of(
                nothing(),
                everything(),
                new Loss("names are kept and bytes are lost", true, Bytes.NONE, null),
                new Loss("names and lengths are kept and bytes are lost", true, Bytes.ZEROS, null),
                new Loss("bytes are kept and names are lost", false, Bytes.ALL, null)));
        for (int i = 0; i < seeds; i++) {
            losses.add(seeded(firstSeed + i));
        }
        return losses;
    }

    boolean keepsName() {
        return random == null ? names : random.nextBoolean();
    }

    boolean keepsCut() {
        return random == null ? bytes == Bytes.ALL : random.nextBoolean();
    }

    Range kept(int count) {
        return switch (random == null ? bytes : Bytes.values()[random.nextInt(Bytes.values().length)]) {
            case ALL -> new Range(0, count);
            case NONE -> new Range(0, 0);
            case ZEROS -> new Range(count, count);
            case BEGINNING -> new Range(0, upTo(count));
            case MIDDLE -> {
                int start = upTo(count);
                yield new Range(start, start + upTo(count - start));
            }
        };
    }

    private int upTo(int bound) {
        return random == null ? bound : random.nextInt(bound + 1);
    }

    @Override
    public String toString() {
        return name;
    }
}
