package org.manyhands.core.maps;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PersistentMapTest {

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void shouldDoWhatATreeMapDoesInOneShapeForEqualContent(long seed) {
        Random random = new Random(seed);
        TreeMap<Long, Integer> model = new TreeMap<>();
        PersistentMap<Long, Integer> map = PersistentMap.empty();
        for (int step = 0; step < 500; step++) {
            long key = random.nextInt(150) - 50L;
            PersistentMap<Long, Integer> before = map;
            List<Integer> valuesBefore = map.values();
            if (random.nextInt(5) < 2) {
                map = map.remove(key);
                model.remove(key);
            } else {
                map = map.put(key, step);
                model.put(key, step);
            }
            assertThat(before.values()).isEqualTo(valuesBefore);
            assertThat(map.values()).containsExactlyElementsOf(model.values());
            assertThat(map.size()).isEqualTo(model.size());
            assertThat(map.get(key)).isEqualTo(Optional.ofNullable(model.get(key)));
            assertThat(map.first().map(PersistentMap.Entry::key))
                    .isEqualTo(model.isEmpty() ? Optional.empty() : Optional.of(model.firstKey()));
            assertThat(map.last().map(PersistentMap.Entry::key))
                    .isEqualTo(model.isEmpty() ? Optional.empty() : Optional.of(model.lastKey()));
            PersistentMap<Long, Integer> shuffled = rebuilt(model, random);
            assertThat(map).isEqualTo(shuffled).hasSameHashCodeAs(shuffled);
            assertThat(map.shape()).isEqualTo(shuffled.shape());
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void shouldKnowWhatIsOtherThanBefore(long seed) {
        Random random = new Random(seed);
        PersistentMap<Long, Object> before = PersistentMap.empty();
        for (int round = 0; round < 200; round++) {
            PersistentMap<Long, Object> after = before;
            for (int change = random.nextInt(10); change > 0; change--) {
                long key = random.nextInt(100);
                after = random.nextInt(3) == 0 ? after.remove(key) : after.put(key, new Object());
            }
            assertThat(after.changedSince(before)).isEqualTo(different(before, after));
            assertThat(before.changedSince(after)).isEqualTo(different(before, after));
            before = round % 50 == 0 ? PersistentMap.empty() : after;
        }
    }

    private static List<Long> different(PersistentMap<Long, Object> before, PersistentMap<Long, Object> after) {
        List<Long> different = new ArrayList<>();
        for (long key = 0; key < 100; key++) {
            // Objects are equal to themselves only.
            if (!before.get(key).equals(after.get(key))) {
                different.add(key);
            }
        }
        return different;
    }

    private static PersistentMap<Long, Integer> rebuilt(SortedMap<Long, Integer> model, Random random) {
        List<Map.Entry<Long, Integer>> entries = new ArrayList<>(model.entrySet());
        Collections.shuffle(entries, random);
        PersistentMap<Long, Integer> map = PersistentMap.empty();
        for (Map.Entry<Long, Integer> entry : entries) {
            map = map.put(entry.getKey(), entry.getValue());
        }
        return map;
    }

    @Test
    void shouldHaveTheSameShapeForKeysOfOneHash() {
        PersistentMap<String, Integer> map =
                PersistentMap.<String, Integer>empty().put("Aa", 1).put("BB", 2).put("C", 3);
        PersistentMap<String, Integer> other =
                PersistentMap.<String, Integer>empty().put("C", 3).put("BB", 2).put("Aa", 1);
        assertThat("Aa").hasSameHashCodeAs("BB");
        assertThat(map.shape()).isEqualTo(other.shape());
    }

    @Test
    void shouldStayFlat() {
        PersistentMap<Long, Long> map = PersistentMap.empty();
        for (long key = 0; key < 100_000; key++) {
            map = map.put(key, key);
        }
        int depth = 0;
        int deepest = 0;
        for (char c : map.shape().toCharArray()) {
            depth += c == '(' ? 1 : c == ')' ? -1 : 0;
            deepest = Math.max(deepest, depth);
        }
        assertThat(deepest).isLessThan(60);
    }

    @Test
    void shouldBeItselfWhenNothingIsRemoved() {
        PersistentMap<Long, Integer> map = PersistentMap.<Long, Integer>empty().put(1L, 1);
        assertThat(map.remove(2L)).isSameAs(map);
    }

    @Test
    void shouldNotBeEqualToOtherContent() {
        PersistentMap<Long, Integer> map = PersistentMap.<Long, Integer>empty().put(1L, 1);
        assertThat(map)
                .isNotEqualTo(map.put(1L, 2))
                .isNotEqualTo(map.put(2L, 1))
                .isNotEqualTo(map.remove(1L));
        assertThat(map).hasToString("{1=1}");
    }

    @Test
    void shouldRefuseWhatIsNotThere() {
        PersistentMap<Long, Integer> empty = PersistentMap.empty();
        Iterator<PersistentMap.Entry<Long, Integer>> iterator = empty.iterator();
        assertThatExceptionOfType(NoSuchElementException.class).isThrownBy(() -> empty.at(1L));
        assertThatExceptionOfType(NoSuchElementException.class).isThrownBy(iterator::next);
    }
}
