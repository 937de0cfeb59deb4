package org.manyhands.cli.spec;

import java.util.List;

/** Where the items of a step come from. */
public sealed interface ItemSource {
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

    /** The paths that match a glob, in order. */
    record Files(String glob) implements ItemSource {}
}
