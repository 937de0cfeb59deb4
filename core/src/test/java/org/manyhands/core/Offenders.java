package org.manyhands.core;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.assertj.core.api.Assertions;
import org.manyhands.core.command.Mark;

/** Small breaches of purity, one for each way; never run, only read by {@link PurityTest}. */
final class Offenders {
    private Offenders() {}

    static final class Clock {
        long now() {
            return System.nanoTime();
        }
    }

    static final class Time {
        Object now() {
            return java.time.Instant.ofEpochMilli(1);
        }
    }

    static final class Chance {
        double draw() {
            return Math.random();
        }
    }

    static final class Dice {
        int draw() {
            return new Random(1).nextInt();
        }
    }

    static final class Worker {
        long count(AtomicLong counter) {
            return counter.incrementAndGet();
        }
    }

    static final class Parallel {
        long count(Collection<String> words) {
            return words.parallelStream().count();
        }
    }

    static final class File {
        boolean there(java.nio.file.Path path) {
            return path.isAbsolute();
        }
    }

    static final class Printer {
        void print(String text) {
            System.out.append(text);
        }
    }

    static final class Hashed {
        Object map() {
            return new HashMap<String, String>();
        }
    }

    static final class Salted {
        Object map() {
            return Map.of("a", 1, "b", 2);
        }
    }

    static final class Referred {
        Function<List<String>, Set<String>> copy() {
            return Set::copyOf;
        }
    }

    static final class Collected {
        Object group(Stream<String> words) {
            return words.collect(Collectors.groupingBy(String::length));
        }
    }

    static final class Environment {
        Object home() {
            return System.getenv("HOME");
        }
    }

    static final class Property {
        Object version() {
            return System.getProperty("java.version");
        }
    }

    static final class Locally {
        String lower(int number) {
            return String.format("%d", number);
        }
    }

    static final class Identity {
        int hash(Object any) {
            return System.identityHashCode(any);
        }
    }

    static final class AnyHash {
        int hash(Object any) {
            return any.hashCode();
        }
    }

    static final class EnumHash {
        int hash(Mark mark) {
            return mark.hashCode();
        }
    }

    static final class Foreign {
        Object use() {
            return Assertions.assertThat(true);
        }
    }
}
