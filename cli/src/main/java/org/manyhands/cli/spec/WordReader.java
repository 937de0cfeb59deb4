package org.manyhands.cli.spec;

import java.util.List;
import java.util.Optional;

/** Takes texts of a step apart at their placeholders, of which each must pass a check. */
final class WordReader {
    private final List<String> columns;
    private final SlotCheck check;

    /** @param columns the names of the values that an item combines */
    WordReader(List<String> columns, SlotCheck check) {
        this.columns = columns;
        this.check = check;
    }

    @FunctionalInterface
    interface SlotCheck {
        void check(Piece.Slot slot) throws SpecException;
    }

    List<Piece> pieces(String text, Optional<Location> at) throws SpecException {
        try {
            List<Piece> pieces = Placeholders.parse(text, columns);
            for (Piece piece : pieces) {
                if (piece instanceof Piece.Slot slot) {
                    check.check(slot);
                }
            }
            return pieces;
        } catch (SpecException e) {
            throw e.at(at);
        }
    }

    /** The pieces of a shell script, in which each placeholder can be quoted. */
    List<Piece> script(String text, Optional<Location> at) throws SpecException {
        List<Piece> pieces = pieces(text, at);
        try {
            ShellQuotes.check(pieces);
        } catch (SpecException e) {
            throw e.at(at);
        }
        return pieces;
    }
}
