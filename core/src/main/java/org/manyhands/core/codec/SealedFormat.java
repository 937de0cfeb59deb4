package org.manyhands.core.codec;

/** A value of a sealed interface: the position of its type in the order of {@code permits}, then the value. */
final class SealedFormat<T> implements Format<T> {
    private final Class<T> type;
    private final Class<?>[] permitted;
    private Format<?>[] formats = new Format<?>[0];

    SealedFormat(Class<T> type) {
        this.type = type;
        permitted = type.getPermittedSubclasses();
    }

    void resolve(Formats all) {
        Format<?>[] resolved = new Format<?>[permitted.length];
        for (int i = 0; i < permitted.length; i++) {
            resolved[i] = all.of(permitted[i]);
        }
        formats = resolved;
    }

    @Override
    @SuppressWarnings("unchecked")
    public void write(T value, ByteWriter out) {
        for (int i = 0; i < permitted.length; i++) {
            if (permitted[i].isInstance(value)) {
                out.writeLong(i);
                ((Format<T>) formats[i]).write(value, out);
                return;
            }
        }
        throw new IllegalStateException("not permitted in " + type + ": " + value.getClass());
    }

    @Override
    @SuppressWarnings("unchecked")
    public T read(ByteReader in) {
        return (T) formats[Formats.index(in.readLong(), formats.length, type)].read(in);
    }

    @Override
    @SuppressWarnings("unchecked")
    public T absent() {
        return (T) formats[0].absent();
    }
}
