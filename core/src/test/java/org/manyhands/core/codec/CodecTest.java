package org.manyhands.core.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.manyhands.core.Bytes;
import org.manyhands.core.command.Command;
import org.manyhands.core.command.Entry;
import org.manyhands.core.command.Event;
import org.manyhands.core.command.FailureReason;
import org.manyhands.core.command.Failures;
import org.manyhands.core.command.Reply;
import org.manyhands.core.items.ItemSet;
import org.manyhands.core.maps.PersistentMap;
import org.manyhands.core.state.State;

class CodecTest {
    private static final int ROUNDS = 60;

    /** Every permitted type by itself, so that none is left out by chance. */
    static Stream<Class<?>> types() {
        List<Class<?>> types = new ArrayList<>(List.of(Entry.class, State.class));
        for (Class<?> family : List.of(Command.class, Reply.class, Event.class)) {
            types.add(family);
            types.addAll(List.of(family.getPermittedSubclasses()));
        }
        return types.stream();
    }

    @ParameterizedTest
    @MethodSource("types")
    <T> void shouldReadWhatItWroteAndWriteTheSameBytesAgain(Class<T> type) {
        Codec<T> codec = Codec.of(type);
        for (int seed = 0; seed < ROUNDS; seed++) {
            T value = new Generator(seed).value(type);
            byte[] bytes = codec.encode(value);
            T read = codec.decode(bytes);
            assertThat(read).isEqualTo(value);
            assertThat(Codec.of(type).encode(read)).isEqualTo(bytes);
            assertThat(codec.encode(new Generator(seed).value(type))).isEqualTo(bytes);
        }
    }

    /** What is read from broken bytes, if anything, is a value like any other. */
    @ParameterizedTest
    @MethodSource("types")
    <T> void shouldThrowNothingButMalformedExceptionAtBrokenBytes(Class<T> type) {
        Codec<T> codec = Codec.of(type);
        Random random = new Random(11);
        for (int seed = 0; seed < ROUNDS; seed++) {
            byte[] bytes = codec.encode(new Generator(seed).value(type));
            for (int broken = 0; broken < 10; broken++) {
                byte[] changed = mutate(bytes, random);
                try {
                    T read = codec.decode(changed);
                    assertThat(codec.decode(codec.encode(read))).isEqualTo(read);
                } catch (MalformedException refused) {
                    assertThat(refused.getMessage()).isNotBlank();
                }
            }
        }
    }

    private static byte[] mutate(byte[] bytes, Random random) {
        byte[] changed = switch (random.nextInt(4)) {
            case 0 -> Arrays.copyOf(bytes, random.nextInt(bytes.length + 1));
            case 1 -> Arrays.copyOf(bytes, bytes.length + 1 + random.nextInt(3));
            default -> bytes.clone();
        };
        for (int flips = random.nextInt(1, 5); flips > 0 && changed.length > 0; flips--) {
            int at = random.nextInt(changed.length);
            changed[at] =
                    random.nextBoolean() ? (byte) random.nextInt() : (byte) (changed[at] ^ 1 << random.nextInt(8));
        }
        return changed;
    }

    record Old(long number, String text) {}

    record New(
            long number,
            String text,
            int count,
            boolean flag,
            Optional<Long> maybe,
            List<String> list,
            SortedMap<String, Long> sorted,
            PersistentMap<Long, String> map,
            ItemSet items,
            Bytes bytes,
            FailureReason reason,
            Old nested) {}

    @Test
    void shouldReadOlderBytesWithWhatTheyLackAsNothing() {
        New read = Codec.of(New.class).decode(Codec.of(Old.class).encode(new Old(5, "five")));
        assertThat(read)
                .isEqualTo(new New(
                        5,
                        "five",
                        0,
                        false,
                        Optional.empty(),
                        List.of(),
                        new TreeMap<>(),
                        PersistentMap.empty(),
                        ItemSet.EMPTY,
                        Bytes.EMPTY,
                        FailureReason.EXIT,
                        new Old(0, "")));
    }

    @Test
    void shouldRefuseNewerBytes() {
        byte[] newer = Codec.of(New.class).encode(new Generator(1).value(New.class));
        refused(Old.class, newer, "newer version");
        refused(FailureReason.class, new byte[] {100}, "newer version");
        refused(Command.class, new byte[] {100, 0}, "newer version");
    }

    record Sorted(SortedMap<Long, Long> map) {}

    record Persistent(PersistentMap<Long, Long> map) {}

    @Test
    void shouldRefuseASecondEncodingOfAValue() {
        refused(Long.class, new byte[] {(byte) 0x80, 0}, "not the shortest");
        refused(Long.class, new byte[] {-1, -1, -1, -1, -1, -1, -1, -1, -1, 2}, "64 bits");
        refused(Integer.class, Codec.of(Long.class).encode(1L << 31), "2147483648");
        refused(Boolean.class, new byte[] {2}, "flag");
        refused(String.class, new byte[] {2, (byte) 0xC3}, "UTF-8");
        for (Class<?> type : List.of(Sorted.class, Persistent.class)) {
            refused(type, new byte[] {2, 4, 4, 0, 2, 0}, "expected: a greater one");
            refused(type, new byte[] {2, 4, 4, 0, 4, 0}, "expected: a greater one");
        }
    }

    private static void refused(Class<?> type, byte[] bytes, String message) {
        assertThatExceptionOfType(MalformedException.class)
                .isThrownBy(() -> Codec.of(type).decode(bytes))
                .withMessageContaining(message);
    }

    @Test
    void shouldRefuseTypesWithoutAnEncoding() {
        assertThatIllegalArgumentException().isThrownBy(() -> Codec.of(Object.class));
        assertThatIllegalArgumentException().isThrownBy(() -> Codec.of(double.class));
    }

    @Test
    void shouldNotCutASampleThroughACharacter() {
        Failures failures = new Failures(FailureReason.EXIT, 1, ItemSet.EMPTY, "x".repeat(255) + "🎬");
        Codec<Failures> codec = Codec.of(Failures.class);
        assertThat(codec.decode(codec.encode(failures))).isEqualTo(failures);
        assertThat(failures.sample()).hasSize(255);
    }

    @Test
    void shouldWriteNumbersShort() {
        Codec<Long> codec = Codec.of(Long.class);
        assertThat(codec.encode(-64L)).hasSize(1);
        assertThat(codec.encode(64L)).hasSize(2);
        assertThat(codec.encode(Long.MIN_VALUE)).hasSize(10);
        assertThat(codec.decode(codec.encode(Long.MIN_VALUE))).isEqualTo(Long.MIN_VALUE);
        assertThat(codec.decode(codec.encode(Long.MAX_VALUE))).isEqualTo(Long.MAX_VALUE);
    }
}
