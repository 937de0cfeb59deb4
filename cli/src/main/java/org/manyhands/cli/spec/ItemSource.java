package org.manyhands.cli.spec;

import java.util.List;
import org.manyhands.store.split.Splitter;

/** Where the items of a step come from. */
public sealed interface ItemSource {
    /** Whether reading it takes what stands on standard input, which can be read once. */
    default boolean readsStandardInput() {
        return switch (this) {
            case StandardInput _ -> true;
            case Matrix(List<Axis> axes) ->
                axes.stream().anyMatch(axis -> axis.source().readsStandardInput());
            case Split(String path, Splitter.Cut _) -> path.equals("-");
            case None _, Range _, Values _, Lines _, Files _ -> false;
        };
    }

    /** The key of a step under which it is written. */
    default String key() {
        return switch (this) {
            case Matrix _ -> "matrix";
            case Split _ -> "split";
            case None _, Range _, Values _, Lines _, Files _, StandardInput _ -> "each";
        };
    }

    /** The names of the values that an item is made of; empty if an item is one value. */
    default List<String> columns() {
        return this instanceof Matrix(List<Axis> axes)
                ? axes.stream().map(Axis::name).toList()
                : List.of();
    }

    /** No items: one task, unless the step follows another one item by item. */
    record None() implements ItemSource {}

    /**
     * Numbers.
     *
     * @param first the first item
     * @param last a bound that is itself an item only if the steps meet it
     * @param step from one item to the next; not 0, and of the sign that leads from first to last
     * @param width digits, padded with zeros; 0 is as they are
     */
    record Range(long first, long last, long step, int width) implements ItemSource {
        long count() {
            return (last - first) / step + 1;
        }

        /** Item number i, from 0. */
        String item(long i) {
            long number = first + i * step;
            String digits = Long.toString(Math.abs(number));
            return (number < 0 ? "-" : "") + "0".repeat(Math.max(0, width - digits.length())) + digits;
        }
    }

    /** Items as they were written down. */
    record Values(List<String> values) implements ItemSource {
        public Values {
            values = List.copyOf(values);
        }
    }

    /** One item per line of a file, or between NUL bytes; the path is relative to the directory of the job file. */
    record Lines(String path, boolean nul) implements ItemSource {}

    /** One item per line of standard input, or between NUL bytes. */
    record StandardInput(boolean nul) implements ItemSource {}

    /** All combinations of the values of its axes, the last axis running fastest; at least one axis. */
    record Matrix(List<Axis> axes) implements ItemSource {
        /** The most axes. */
        static final int AXES_MAX = 16;

        public Matrix {
            axes = List.copyOf(axes);
        }
    }

    /** A name and the values that it takes; the source is neither None nor a Matrix. */
    record Axis(String name, ItemSource source) {}

    /**
     * The blocks of a file, cut at line ends; a task has its block on standard input, and its number as item.
     *
     * @param path relative to the directory of the job file; {@code -} is standard input
     */
    record Split(String path, Splitter.Cut cut) implements ItemSource {}

    /** The paths that match a glob, in order. */
    record Files(String glob) implements ItemSource {}
}
