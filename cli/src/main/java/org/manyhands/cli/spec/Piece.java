package org.manyhands.cli.spec;

import org.manyhands.wire.Placeholder;

/** A part of a word: text as it is, or a placeholder that a worker fills in. */
sealed interface Piece {
    record Literal(String text) implements Piece {}

    /**
     * A placeholder.
     *
     * @param step the step of {@code {in.STEP}}, the name of a value of a combination, else empty
     * @param column of a value of a combination, from 1, else 0
     */
    record Slot(Placeholder.Kind kind, String step, int column) implements Piece {
        Slot(Placeholder.Kind kind, String step) {
            this(kind, step, 0);
        }

        /** Whether its value comes from the item of the task. */
        boolean ofItem() {
            return switch (kind) {
                case ITEM, ITEM_NO_EXTENSION, BASENAME, DIRNAME, BASENAME_NO_EXTENSION, NUMBER, COLUMN, GATHER -> true;
                case OUT, IN, JAVA, KIND_UNSPECIFIED, UNRECOGNIZED -> false;
            };
        }

        String written() {
            return "{" + SlotNames.name(this) + "}";
        }
    }
}
