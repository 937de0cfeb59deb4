package org.manyhands.core.codec;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.manyhands.core.Bytes;
import org.manyhands.core.items.ItemSet;
import org.manyhands.core.maps.PersistentMap;
import org.manyhands.core.plan.Dependency;
import org.manyhands.core.plan.Input;
import org.manyhands.core.plan.Notification;
import org.manyhands.core.plan.Plan;
import org.manyhands.core.plan.Retry;
import org.manyhands.core.plan.StepPlan;

/** Values of any type that has an encoding, by reflection, from a seed. Types that refuse most values are made by hand. */
final class Generator {
    private final Random random;

    Generator(long seed) {
        random = new Random(seed);
    }

    <T> T value(Class<T> type) {
        return type.cast(any(type));
    }

    private Object any(Type type) {
        return type instanceof ParameterizedType generic ? generic(generic) : plain((Class<?>) type);
    }

    private Object plain(Class<?> type) {
        if (type == long.class || type == Long.class) {
            return number();
        }
        if (type == int.class || type == Integer.class) {
            return (int) number();
        }
        if (type == boolean.class) {
            return random.nextBoolean();
        }
        if (type == String.class) {
            return text();
        }
        if (type == Bytes.class) {
            byte[] bytes = new byte[random.nextInt(20)];
            random.nextBytes(bytes);
            return Bytes.copyOf(bytes);
        }
        if (type == ItemSet.class) {
            return items();
        }
        if (type == Plan.class) {
            return plan();
        }
        if (type == Retry.class) {
            return new Retry(random.nextInt(100), random.nextInt(1_000));
        }
        if (type.isEnum()) {
            return pick(List.of(type.getEnumConstants()));
        }
        return type.isSealed() ? any(pick(List.of(type.getPermittedSubclasses()))) : construct(type);
    }

    private Object generic(ParameterizedType type) {
        Type first = type.getActualTypeArguments()[0];
        if (type.getRawType() == Optional.class) {
            return random.nextBoolean() ? Optional.of(any(first)) : Optional.empty();
        }
        if (type.getRawType() == List.class) {
            List<Object> list = new ArrayList<>();
            for (int size = random.nextInt(4); size > 0; size--) {
                list.add(any(first));
            }
            return list;
        }
        SortedMap<Object, Object> sorted = new TreeMap<>();
        for (int size = random.nextInt(4); size > 0; size--) {
            sorted.put(any(first), any(type.getActualTypeArguments()[1]));
        }
        return type.getRawType() == SortedMap.class ? sorted : persistent(sorted);
    }

    // The types of key and value are known to reflection only; every key of a record's map is comparable.
    @SuppressWarnings({"unchecked", "rawtypes"})
    private static PersistentMap persistent(SortedMap<Object, Object> sorted) {
        PersistentMap map = PersistentMap.empty();
        for (Map.Entry<Object, Object> entry : sorted.entrySet()) {
            map = map.put((Comparable) entry.getKey(), entry.getValue());
        }
        return map;
    }

    private Object construct(Class<?> type) {
        RecordComponent[] components = type.getRecordComponents();
        Object[] values = Stream.of(components)
                .map(component -> any(component.getGenericType()))
                .toArray();
        try {
            Constructor<?> constructor = type.getDeclaredConstructor(
                    Stream.of(components).map(RecordComponent::getType).toArray(Class<?>[]::new));
            constructor.setAccessible(true);
            return constructor.newInstance(values);
        } catch (InvocationTargetException refused) {
            throw new IllegalStateException("make " + type + " by hand in the generator", refused.getCause());
        } catch (ReflectiveOperationException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private Plan plan() {
        List<StepPlan> steps = new ArrayList<>();
        long items = random.nextInt(1_000);
        boolean open = random.nextBoolean();
        for (int number = 0; number < random.nextInt(1, 5); number++) {
            List<Dependency> dependencies = new ArrayList<>();
            if (number > 0) {
                int on = random.nextInt(number);
                dependencies.add(random.nextBoolean() ? new Dependency.Each(on) : new Dependency.All(on));
            }
            SortedMap<String, Long> demand = new TreeMap<>();
            demand.put("r" + text(), (long) random.nextInt(5));
            steps.add(new StepPlan(
                    "step" + number,
                    items,
                    dependencies,
                    demand,
                    random.nextInt(9),
                    (Retry) plain(Retry.class),
                    random.nextInt(9),
                    random.nextInt(9),
                    (Bytes) plain(Bytes.class),
                    open,
                    text(),
                    "zone",
                    random.nextBoolean()
                            ? Optional.empty()
                            : Optional.of(new Input((Bytes) plain(Bytes.class), random.nextInt(9)))));
        }
        Optional<Integer> result = random.nextBoolean() ? Optional.of(random.nextInt(steps.size())) : Optional.empty();
        return new Plan("n" + text(), steps, random.nextInt(-9, 9), result, text(), List.of((Notification)
                plain(Notification.class)));
    }

    private long number() {
        return random.nextBoolean() ? random.nextInt(200) - 50 : random.nextLong() >> random.nextInt(64);
    }

    private String text() {
        return pick(List.of("", "a", "node-1", "größer", "日本", "🎬", "a b\n\"c\"", "x".repeat(90)));
    }

    private ItemSet items() {
        int from = random.nextInt(100_000);
        return switch (random.nextInt(3)) {
            case 0 -> ItemSet.EMPTY;
            case 1 -> ItemSet.range(from, from + random.nextInt(200_000));
            default -> ItemSet.of(random.ints(random.nextInt(20), 0, 200_000).toArray());
        };
    }

    private <E> E pick(List<E> from) {
        return from.get(random.nextInt(from.size()));
    }
}
