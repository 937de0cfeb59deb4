package org.manyhands.verify.simulation;

import java.util.List;
import java.util.SplittableRandom;

/** The only chance in a run: the same seed throws the same numbers. */
final class Dice {
    private final SplittableRandom random;

    Dice(long seed) {
        random = new SplittableRandom(seed);
    }

    /** From {@code least} to {@code most}, both inclusive. */
    long between(long least, long most) {
        return random.nextLong(least, most + 1);
    }

    int below(int bound) {
        return random.nextInt(bound);
    }

    long any() {
        return random.nextLong();
    }

    boolean permille(int chance) {
        return random.nextInt(1_000) < chance;
    }

    <T> T pick(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }
}
