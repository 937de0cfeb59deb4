package org.manyhands.core.codec;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.stream.Stream;

/** A record: the number of its components, then each in the order of declaration. */
final class RecordFormat<T> implements Format<T> {
    private final Class<T> type;
    private final Method[] accessors;
    private final Constructor<T> constructor;
    private Format<Object>[] components = noFormats(0);

    RecordFormat(Class<T> type) {
        this.type = type;
        RecordComponent[] declared = type.getRecordComponents();
        accessors = Stream.of(declared).map(RecordComponent::getAccessor).toArray(Method[]::new);
        try {
            constructor = type.getDeclaredConstructor(
                    Stream.of(declared).map(RecordComponent::getType).toArray(Class<?>[]::new));
        } catch (NoSuchMethodException impossible) {
            throw new IllegalStateException(impossible);
        }
        constructor.setAccessible(true);
        Stream.of(accessors).forEach(accessor -> accessor.setAccessible(true));
    }

    @SuppressWarnings("unchecked")
    void resolve(Formats formats) {
        RecordComponent[] declared = type.getRecordComponents();
        Format<Object>[] resolved = noFormats(declared.length);
        for (int i = 0; i < declared.length; i++) {
            resolved[i] = (Format<Object>) formats.ofType(declared[i].getGenericType());
        }
        components = resolved;
    }

    @Override
    public void write(T value, ByteWriter out) {
        out.writeLong(components.length);
        try {
            for (int i = 0; i < components.length; i++) {
                components[i].write(accessors[i].invoke(value), out);
            }
        } catch (IllegalAccessException | InvocationTargetException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    @Override
    public T read(ByteReader in) {
        long written = in.readLong();
        if (written < 0 || written > components.length) {
            throw new MalformedException(type.getSimpleName() + " of " + written + " components (expected: at most "
                    + components.length + "; written by a newer version?)");
        }
        Object[] values = new Object[components.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = i < written ? components[i].read(in) : components[i].absent();
        }
        return construct(values);
    }

    @Override
    public T absent() {
        return construct(Stream.of(components).map(Format::absent).toArray());
    }

    private T construct(Object[] values) {
        try {
            return constructor.newInstance(values);
        } catch (InvocationTargetException refused) {
            throw new MalformedException(
                    type.getSimpleName() + ": " + refused.getTargetException().getMessage());
        } catch (ReflectiveOperationException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    @SuppressWarnings("unchecked")
    private static Format<Object>[] noFormats(int count) {
        return (Format<Object>[]) new Format<?>[count];
    }
}
