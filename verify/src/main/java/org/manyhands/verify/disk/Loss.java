package org.manyhands.verify.disk;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** What a power loss takes of all that was not forced. Good for one disk, as its dice are thrown on the way. */
final class Loss {
    private final String name;
    private final boolean names;
    private final boolean bytes;
    private final @Nullable Random random;

    /** Some of the bytes of a write. */
    record Range(int start, int end) {
        boolean isEmpty() {
            return start == end;
        }

        int length() {
            return end - start;
        }
    }

    private Loss(String name, boolean names, boolean bytes, @Nullable Random random) {
        this.name = name;
        this.names = names;
        this.bytes = bytes;
        this.random = random;
    }

    static Loss nothing() {
        return new Loss("nothing is lost", true, true, null);
    }

    static Loss everything() {
        return new Loss("all that was not forced is lost", false, false, null);
    }

    /** Each change is kept or not, whatever is kept of those before it, and a write perhaps in part. */
    static Loss seeded(long seed) {
        return new Loss("seed " + seed, false, false, new Random(seed));
    }

    /** The four that need no dice, and some that do. */
    static List<Loss> some(long firstSeed, int seeds) {
        List<Loss> losses = new ArrayList<>(List.of(
                nothing(),
                everything(),
                new Loss("names are kept and bytes are lost", true, false, null),
                new Loss("bytes are kept and names are lost", false, true, null)));
        for (int i = 0; i < seeds; i++) {
            losses.add(seeded(firstSeed + i));
        }
        return losses;
    }

    boolean keepsName() {
        return random == null ? names : random.nextBoolean();
    }

    Range kept(int count) {
        Range all = new Range(0, count);
        Range none = new Range(0, 0);
        if (random == null) {
            return bytes ? all : none;
        }
        return switch (random.nextInt(4)) {
            case 0 -> none;
            case 1 -> all;
            case 2 -> new Range(0, random.nextInt(count + 1));
            default -> {
                int start = random.nextInt(count + 1);
                yield new Range(start, start + random.nextInt(count - start + 1));
            }
        };
    }

    @Override
    public String toString() {
        return name;
    }
}
