package org.manyhands.worker.process;

import com.google.protobuf.ByteString;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The environment of a process: names and values as bytes, in the order in which they were first set. */
public final class Environment {
    public static final Environment EMPTY = new Environment(new LinkedHashMap<>());

    private final Map<ByteString, ByteString> entries;

    private Environment(Map<ByteString, ByteString> entries) {
        this.entries = entries;
    }

    /** The environment of this JVM, decoded by the JDK: entries beyond its locale's charset may be lossy. */
    public static Environment ofThisProcess() {
        Builder builder = builder();
        System.getenv().forEach((name, value) -> {
            if (Builder.isName(ByteString.copyFromUtf8(name))) {
                builder.put(name, value);
            }
        });
        return builder.build();
    }

    public static Builder builder() {
        return new Builder(new LinkedHashMap<>());
    }

    /** A builder that starts with the entries of this environment. */
    public Builder toBuilder() {
        return new Builder(new LinkedHashMap<>(entries));
    }

    public Optional<ByteString> value(String name) {
        return Optional.ofNullable(entries.get(ByteString.copyFromUtf8(name)));
    }

    public int size() {
        return entries.size();
    }

    Map<ByteString, ByteString> entries() {
        return entries;
    }

    /** The entry {@code NAME=value} as a process carries it, or nothing. */
    Optional<ByteString> entry(String name) {
        return value(name).map(value -> ByteString.copyFromUtf8(name + "=").concat(value));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Environment environment && entries.equals(environment.entries);
    }

    @Override
    public int hashCode() {
        return entries.hashCode();
    }

    /** Names only: values may be secrets. */
    @Override
    public String toString() {
        return entries.keySet().stream().map(ByteString::toStringUtf8).toList().toString();
    }

    /** Collects entries; a later value of the same name replaces the earlier one. */
    public static final class Builder {
        private final Map<ByteString, ByteString> entries;

        private Builder(Map<ByteString, ByteString> entries) {
            this.entries = entries;
        }

        public Builder put(String name, String value) {
            return put(ByteString.copyFromUtf8(name), ByteString.copyFromUtf8(value));
        }

        public Builder put(String name, ByteString value) {
            return put(ByteString.copyFromUtf8(name), value);
        }

        /**
         * Sets an entry.
         *
         * @throws IllegalArgumentException if the name is empty, or contains {@code =} or a NUL byte
         */
        public Builder put(ByteString name, ByteString value) {
            if (!isName(name)) {
                throw new IllegalArgumentException("name of an environment variable: \"" + name.toStringUtf8()
                        + "\" (expected: not empty, without = and NUL)");
            }
            entries.put(name, value);
            return this;
        }

        public Builder putAll(Environment other) {
            entries.putAll(other.entries);
            return this;
        }

        public Builder remove(String name) {
            entries.remove(ByteString.copyFromUtf8(name));
            return this;
        }

        public Environment build() {
            return new Environment(new LinkedHashMap<>(entries));
        }

        /** Whether the bytes can name an environment variable. */
        public static boolean isName(ByteString name) {
            for (int i = 0; i < name.size(); i++) {
                if (name.byteAt(i) == '=' || name.byteAt(i) == 0) {
                    return false;
                }
            }
            return !name.isEmpty();
        }
    }
}
