package org.manyhands.store;

import java.util.Random;

/** Seeded bytes: runs that compress and runs that do not. */
public final class RandomContent {
    private final Random random;

    public RandomContent(long seed) {
        random = new Random(seed);
    }

    public Random random() {
        return random;
    }

    public int number(int bound) {
        return random.nextInt(bound);
    }

    public byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        int done = 0;
        while (done < length) {
            int run = Math.min(length - done, 1 + random.nextInt(5000));
            boolean plain = random.nextBoolean();
            byte fill = (byte) random.nextInt();
            for (int i = 0; i < run; i++) {
                bytes[done++] = plain ? fill : (byte) random.nextInt();
            }
        }
        return bytes;
    }
}
