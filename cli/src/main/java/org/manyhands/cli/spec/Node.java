package org.manyhands.cli.spec;

import java.util.List;

/** A piece of a YAML or JSON document that knows where it stands. */
sealed interface Node {
    Location at();

    /** What it is, for a sentence: "a list of 3". */
    String describe();

    /** One value; numbers, booleans and nulls keep the text that was written. */
    record Scalar(String text, Kind kind, Location at) implements Node {
        enum Kind {
            TEXT,
            NUMBER,
            BOOLEAN,
            NULL
        }

        @Override
        public String describe() {
            return kind == Kind.NULL ? "nothing" : Text.quoted(text);
        }
    }

    record Sequence(List<Node> elements, Location at) implements Node {
        public Sequence {
            elements = List.copyOf(elements);
        }

        @Override
        public String describe() {
            return elements.isEmpty() ? "an empty list" : "a list";
        }
    }

    /** Keys are unique. */
    record Mapping(List<Entry> entries, Location at) implements Node {
        public Mapping {
            entries = List.copyOf(entries);
        }

        @Override
        public String describe() {
            return looksLikePlaceholder() ? "a map; quote it: \"" + asPlaceholder() + "\"" : "a map of keys and values";
        }

        /** {@code [ls, {}]} and {@code [cp, {out}]} are maps to YAML but placeholders to whoever wrote them. */
        private boolean looksLikePlaceholder() {
            if (entries.size() != 1) {
                return entries.isEmpty();
            }
            return entries.getFirst().value() instanceof Scalar(String text, Scalar.Kind kind, Location _)
                    && kind == Scalar.Kind.NULL
                    && text.isEmpty();
        }

        private String asPlaceholder() {
            return "{" + (entries.isEmpty() ? "" : entries.getFirst().key()) + "}";
        }
    }

    record Entry(String key, Location at, Node value) {}
}
