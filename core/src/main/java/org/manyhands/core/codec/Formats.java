package org.manyhands.core.codec;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.manyhands.core.Bytes;
import org.manyhands.core.items.ItemSet;
import org.manyhands.core.maps.PersistentMap;

/** Finds the format of a type, with one instance for each record and sealed type so that types may contain themselves. */
final class Formats {
    private final Map<String, Format<?>> named = new TreeMap<>();

    @SuppressWarnings("unchecked")
    <T> Format<T> of(Class<T> type) {
        return (Format<T>) ofType(type);
    }

    Format<?> ofType(Type type) {
        return switch (type) {
            case Class<?> plain -> ofClass(plain);
            case ParameterizedType generic -> ofGeneric(generic);
            default -> throw new IllegalArgumentException("no encoding for " + type);
        };
    }

    private Format<?> ofClass(Class<?> type) {
        if (type == long.class || type == Long.class) {
            return format((value, out) -> out.writeLong(value), ByteReader::readLong, 0L);
        }
        if (type == int.class || type == Integer.class) {
            return format((value, out) -> out.writeLong(value), in -> in.readInt(), 0);
        }
        if (type == boolean.class || type == Boolean.class) {
            return format((value, out) -> out.writeByte(value ? 1 : 0), ByteReader::readBoolean, false);
        }
        if (type == String.class) {
            return format(
                    (value, out) -> out.writeBytes(value.getBytes(StandardCharsets.UTF_8)), ByteReader::readText, "");
        }
        if (type == Bytes.class) {
            return format(
                    (value, out) -> out.writeBytes(value.toArray()), in -> Bytes.copyOf(in.readBytes()), Bytes.EMPTY);
        }
        if (type == ItemSet.class) {
            return format(
                    (value, out) -> out.writeBytes(value.toBytes().toArray()),
                    in -> itemSet(in.readBytes()),
                    ItemSet.EMPTY);
        }
        Format<?> known = named.get(type.getName());
        return known != null ? known : ofOwn(type);
    }

    private Format<?> ofOwn(Class<?> type) {
        if (type.isRecord()) {
            RecordFormat<?> format = new RecordFormat<>(type);
            named.put(type.getName(), format);
            format.resolve(this);
            return format;
        }
        if (type.isSealed()) {
            SealedFormat<?> format = new SealedFormat<>(type);
            named.put(type.getName(), format);
            format.resolve(this);
            return format;
        }
        if (type.isEnum()) {
            return ofEnum(type);
        }
        throw new IllegalArgumentException("no encoding for " + type);
    }

    // The place of a constant is its number in the bytes, as for the records of a sealed type: new ones are only
    // appended.
    @SuppressWarnings("EnumOrdinal")
    private Format<?> ofEnum(Class<?> type) {
        Object[] constants = type.getEnumConstants();
        return format(
                (value, out) -> out.writeLong(((Enum<?>) value).ordinal()),
                in -> constants[index(in.readLong(), constants.length, type)],
                constants[0]);
    }

    private Format<?> ofGeneric(ParameterizedType type) {
        Type[] arguments = type.getActualTypeArguments();
        if (type.getRawType() == Optional.class) {
            return optional(ofType(arguments[0]));
        }
        if (type.getRawType() == List.class) {
            return list(ofType(arguments[0]));
        }
        if (type.getRawType() == SortedMap.class) {
            return sortedMap(ofType(arguments[0]), ofType(arguments[1]));
        }
        if (type.getRawType() == PersistentMap.class) {
            return persistentMap(ofType(arguments[0]), ofType(arguments[1]));
        }
        throw new IllegalArgumentException("no encoding for " + type);
    }

    private static <E> Format<Optional<E>> optional(Format<E> element) {
        return format(
                (value, out) -> {
                    out.writeByte(value.isPresent() ? 1 : 0);
                    value.ifPresent(present -> element.write(present, out));
                },
                in -> in.readBoolean() ? Optional.of(element.read(in)) : Optional.empty(),
                Optional.empty());
    }

    private static <E> Format<List<E>> list(Format<E> element) {
        return format(
                (value, out) -> {
                    out.writeLong(value.size());
                    value.forEach(item -> element.write(item, out));
                },
                in -> {
                    int size = in.readLength();
                    List<E> list = new ArrayList<>(size);
                    for (int i = 0; i < size; i++) {
                        list.add(element.read(in));
                    }
                    return Collections.unmodifiableList(list);
                },
                List.of());
    }

    @SuppressWarnings("unchecked")
    private static <V> Format<SortedMap<Comparable<Object>, V>> sortedMap(Format<?> keys, Format<V> values) {
        Format<Comparable<Object>> key = (Format<Comparable<Object>>) keys;
        return format(
                (value, out) -> {
                    out.writeLong(value.size());
                    value.forEach((k, v) -> {
                        key.write(k, out);
                        values.write(v, out);
                    });
                },
                in -> {
                    SortedMap<Comparable<Object>, V> map = new TreeMap<>();
                    for (int size = in.readLength(); size > 0; size--) {
                        Comparable<Object> next = key.read(in);
                        checkAscending(map.isEmpty() ? Optional.empty() : Optional.of(map.lastKey()), next);
                        map.put(next, values.read(in));
                    }
                    return Collections.unmodifiableSortedMap(map);
                },
                Collections.emptySortedMap());
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private static Format<PersistentMap> persistentMap(Format keys, Format values) {
        return format(
                (value, out) -> {
                    out.writeLong(value.size());
                    value.forEach((k, v) -> {
                        keys.write(k, out);
                        values.write(v, out);
                    });
                },
                in -> {
                    PersistentMap map = PersistentMap.empty();
                    Optional last = Optional.empty();
                    for (int size = in.readLength(); size > 0; size--) {
                        Comparable next = (Comparable) keys.read(in);
                        checkAscending(last, next);
                        last = Optional.of(next);
                        map = map.put(next, values.read(in));
                    }
                    return map;
                },
                PersistentMap.empty());
    }

    private static ItemSet itemSet(byte[] bytes) {
        try {
            return ItemSet.ofBytes(bytes);
        } catch (IllegalArgumentException broken) {
            throw new MalformedException("item set: " + broken.getMessage());
        }
    }

    private static void checkAscending(Optional<? extends Comparable<Object>> last, Comparable<Object> next) {
        if (last.isPresent() && last.get().compareTo(next) >= 0) {
            throw new MalformedException("key " + next + " after " + last.get() + " (expected: a greater one)");
        }
    }

    static int index(long position, int bound, Class<?> type) {
        if (position < 0 || position >= bound) {
            throw new MalformedException("position " + position + " in " + type.getSimpleName() + " (expected: 0 to "
                    + (bound - 1) + "; written by a newer version?)");
        }
        return (int) position;
    }

    private static <T> Format<T> format(BiConsumer<T, ByteWriter> write, Function<ByteReader, T> read, T absent) {
        return new Format<>() {
            @Override
            public void write(T value, ByteWriter out) {
                write.accept(value, out);
            }

            @Override
            public T read(ByteReader in) {
                return read.apply(in);
            }

            @Override
            public T absent() {
                return absent;
            }
        };
    }
}
