package org.manyhands.core.items;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.manyhands.core.Bytes;
import org.roaringbitmap.RoaringBitmap;

class ItemSetTest {
    private static final int SPACE = 200_000;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void shouldDoWhatABitSetDoesAndGiveEqualBytesForEqualSets(long seed) {
        Random random = new Random(seed);
        ItemSet set = ItemSet.EMPTY;
        BitSet model = new BitSet();
        for (int step = 0; step < 60; step++) {
            ItemSet other = random(random);
            BitSet otherModel = model(other);
            switch (random.nextInt(4)) {
                case 0 -> {
                    set = set.or(other);
                    model.or(otherModel);
                }
                case 1 -> {
                    set = set.andNot(other);
                    model.andNot(otherModel);
                }
                case 2 -> {
                    set = set.xor(other);
                    model.xor(otherModel);
                }
                default -> {
                    ItemSet kept = other.or(set.lowest(set.size() / 2));
                    set = set.and(kept);
                    model.and(model(kept));
                }
            }
            ItemSet built = ItemSet.of(model.stream().toArray());
            assertThat(set).isEqualTo(built);
            assertThat(set.toBytes()).isEqualTo(built.toBytes());
            assertThat(set.hashCode()).isEqualTo(built.hashCode());
            assertThat(ItemSet.ofBytes(set.toBytes())).isEqualTo(set);
            assertThat(ItemSet.ofBytes(set.toBytes()).toBytes()).isEqualTo(set.toBytes());
            assertThat(set.size()).isEqualTo(model.cardinality());
            assertThat(set.firstAbsent(5)).isEqualTo(model.nextClearBit(5));
            assertThat(set.containsAll(other)).isEqualTo(containsAll(model, otherModel));
            assertThat(set.intersects(other)).isEqualTo(model.intersects(otherModel));
        }
    }

    private static boolean containsAll(BitSet all, BitSet some) {
        BitSet rest = (BitSet) some.clone();
        rest.andNot(all);
        return rest.isEmpty();
    }

    private static BitSet model(ItemSet set) {
        BitSet model = new BitSet();
        set.stream().forEach(model::set);
        return model;
    }

    /** Ranges, single items and patterns, so that all three containers occur. */
    private static ItemSet random(Random random) {
        int from = random.nextInt(SPACE);
        return switch (random.nextInt(4)) {
            case 0 -> ItemSet.range(from, from + random.nextInt(SPACE - from) + 1L);
            case 1 -> ItemSet.of(random.ints(random.nextInt(50), 0, SPACE).toArray());
            case 2 -> ItemSet.of(random.ints(6_000, 0, SPACE).toArray());
            default -> ItemSet.of(random.ints(20, from / 2, from / 2 + 60).toArray());
        };
    }

    /** Why {@link ItemSet#toBytes} dissolves runs first. */
    @Test
    void shouldNotRelyOnRunOptimizeAloneWhichKeepsWhatItFinds() {
        Random random = new Random(1);
        int different = 0;
        for (int i = 0; i < 20_000; i++) {
            RoaringBitmap one = new RoaringBitmap();
            for (int range = random.nextInt(1, 6); range > 0; range--) {
                int from = random.nextInt(200);
                one.add((long) from, from + 1L + random.nextInt(4));
            }
            RoaringBitmap other = RoaringBitmap.bitmapOf(one.toArray());
            one.runOptimize();
            other.runOptimize();
            assertThat(one).isEqualTo(other);
            if (!bytes(one).equals(bytes(other))) {
                different++;
            }
            assertThat(ItemSet.ofBytes(bytes(one)).toBytes())
                    .isEqualTo(ItemSet.ofBytes(bytes(other)).toBytes());
        }
        assertThat(different)
                .as("equal sets that runOptimize wrote differently")
                .isPositive();
    }

    private static Bytes bytes(RoaringBitmap bits) {
        ByteBuffer buffer = ByteBuffer.allocate(bits.serializedSizeInBytes());
        bits.serialize(buffer);
        return Bytes.copyOf(buffer.array());
    }

    @Test
    void shouldTakeTheLowest() {
        ItemSet set = ItemSet.of(9, 3, 5, 70_000);
        assertThat(set.lowest(2)).isEqualTo(ItemSet.of(3, 5));
        assertThat(set.lowest(9)).isEqualTo(set);
        assertThat(set.lowest(0)).isEqualTo(ItemSet.EMPTY);
        assertThat(set.lowest(-1)).isEqualTo(ItemSet.EMPTY);
        assertThat(set.first()).isEqualTo(3);
        assertThat(set.last()).isEqualTo(70_000);
    }

    @Test
    void shouldHoldTheHighestNumber() {
        ItemSet set = ItemSet.range(Integer.MAX_VALUE - 1L, 1L << 31);
        assertThat(set.size()).isEqualTo(2);
        assertThat(set.contains(Integer.MAX_VALUE)).isTrue();
        assertThat(set.contains(1L << 31)).isFalse();
        assertThat(set).hasToString("2147483646-2147483647");
    }

    @Test
    void shouldRefuseNumbersThatAreNoItems() {
        assertThatIllegalArgumentException().isThrownBy(() -> ItemSet.of(-1));
        assertThatIllegalArgumentException().isThrownBy(() -> ItemSet.range(-1, 3));
        assertThatIllegalArgumentException().isThrownBy(() -> ItemSet.range(0, (1L << 31) + 1));
        Bytes high = bytes(RoaringBitmap.bitmapOf(1, -5));
        assertThatIllegalArgumentException().isThrownBy(() -> ItemSet.ofBytes(high));
    }

    @Test
    void shouldRefuseBytesThatAreNoSet() {
        byte[] bytes = ItemSet.of(1, 2, 5).toBytes().toArray();
        assertThatIllegalArgumentException().isThrownBy(() -> ItemSet.ofBytes(new byte[] {1}));
        assertThatIllegalArgumentException().isThrownBy(() -> ItemSet.ofBytes(Arrays.copyOf(bytes, bytes.length + 1)));
        assertThatIllegalArgumentException().isThrownBy(() -> ItemSet.ofBytes(Arrays.copyOf(bytes, bytes.length - 1)));
        assertThat(ItemSet.ofBytes(new byte[0])).isEqualTo(ItemSet.EMPTY);
    }

    @Test
    void shouldRefuseOrAcceptAsAValidSetWhateverBytesItReads() {
        Random random = new Random(3);
        for (int i = 0; i < 4_000; i++) {
            byte[] bytes = random(random).toBytes().toArray();
            for (int flip = random.nextInt(1, 4); flip > 0 && bytes.length > 0; flip--) {
                bytes[random.nextInt(Math.min(bytes.length, 40))] ^= (byte) (1 << random.nextInt(8));
            }
            try {
                ItemSet set = ItemSet.ofBytes(bytes);
                int[] numbers = set.stream().toArray();
                assertThat(numbers.length).isEqualTo((int) set.size());
                assertThat(ItemSet.of(IntStream.of(numbers).sorted().distinct().toArray()))
                        .isEqualTo(set);
            } catch (IllegalArgumentException refused) {
                assertThat(refused).hasMessageContaining("item");
            }
        }
    }

    @Test
    void shouldBeWrittenAsRanges() {
        assertThat(ItemSet.of(0, 1, 2, 3, 4, 7)).hasToString("0-4,7");
        assertThat(ItemSet.EMPTY).hasToString("");
        ItemSet odd = ItemSet.of(IntStream.range(0, 100).map(i -> 2 * i).toArray());
        assertThat(odd.toString()).endsWith("30,… (100 items)");
    }

    @Test
    void shouldNotChangeWhenAnotherIsMadeFromIt() {
        ItemSet set = ItemSet.range(0, 100);
        Bytes before = set.toBytes();
        ItemSet changed = set.or(ItemSet.of(5_000)).andNot(ItemSet.of(3)).xor(ItemSet.range(50, 60));
        assertThat(changed).isNotEqualTo(set);
        assertThat(set.toBytes()).isEqualTo(before);
    }
}
