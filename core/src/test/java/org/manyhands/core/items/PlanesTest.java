package org.manyhands.core.items;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlanesTest {
    private static final int ITEMS = 300;

    private static ItemSet where(IntPredicate predicate) {
        return ItemSet.of(IntStream.range(0, ITEMS).filter(predicate).toArray());
    }

    private static Planes build(int[] model) {
        Planes planes = Planes.ZERO;
        for (int round = 0; round < IntStream.of(model).max().orElse(0); round++) {
            int done = round;
            planes = planes.increment(where(item -> model[item] > done));
        }
        return planes;
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void shouldCountAsAnArrayDoesInOneFormForEqualNumbers(long seed) {
        Random random = new Random(seed);
        int[] model = new int[ITEMS];
        Planes planes = Planes.ZERO;
        for (int step = 0; step < 200; step++) {
            int modulus = random.nextInt(1, 20);
            ItemSet some = where(item -> item % modulus == 0);
            if (random.nextInt(3) == 0) {
                planes = planes.clear(some);
                some.stream().forEach(item -> model[item] = 0);
            } else {
                planes = planes.increment(some);
                some.stream().forEach(item -> model[item]++);
            }
            for (int item = 0; item < ITEMS; item++) {
                assertThat(planes.get(item)).isEqualTo(model[item]);
            }
            ItemSet among = where(item -> item % 3 != 0);
            for (int number = 0; number <= 40; number++) {
                int limit = number;
                assertThat(planes.equalTo(limit, among))
                        .isEqualTo(where(item -> item % 3 != 0 && model[item] == limit));
                assertThat(planes.greaterThan(limit, among))
                        .isEqualTo(where(item -> item % 3 != 0 && model[item] > limit));
            }
            assertThat(planes).isEqualTo(build(model));
            assertThat(planes.bound())
                    .isGreaterThanOrEqualTo(IntStream.of(model).max().orElse(0));
        }
    }
}
