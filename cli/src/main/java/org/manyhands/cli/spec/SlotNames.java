package org.manyhands.cli.spec;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.manyhands.wire.Placeholder.Kind;

/** What may stand between the braces of a placeholder. */
final class SlotNames {
    private static final String IN = "in.";
    private static final Pattern COLUMN = Pattern.compile("[1-9][0-9]{0,3}");
    private static final Map<String, Kind> KINDS = kinds();

    private SlotNames() {}

    private static Map<String, Kind> kinds() {
        Map<String, Kind> kinds = new LinkedHashMap<>();
        kinds.put("", Kind.ITEM);
        kinds.put("1", Kind.ITEM);
        kinds.put(".", Kind.ITEM_NO_EXTENSION);
        kinds.put("/", Kind.BASENAME);
        kinds.put("//", Kind.DIRNAME);
        kinds.put("/.", Kind.BASENAME_NO_EXTENSION);
        kinds.put("#", Kind.NUMBER);
        kinds.put("out", Kind.OUT);
        kinds.put("java", Kind.JAVA);
        kinds.put("gather", Kind.GATHER);
        return kinds;
    }

    /** @param columns the names of the values of a combination */
    static Optional<Piece.Slot> slot(String name, List<String> columns) {
        int column = columns.indexOf(name) + 1;
        if (column == 0 && COLUMN.matcher(name).matches() && Integer.parseInt(name) <= columns.size()) {
            column = Integer.parseInt(name);
        }
        if (column > 0) {
            return Optional.of(new Piece.Slot(Kind.COLUMN, columns.get(column - 1), column));
        }
        if (name.startsWith(IN) && name.length() > IN.length()) {
            return Optional.of(new Piece.Slot(Kind.IN, name.substring(IN.length())));
        }
        return Optional.ofNullable(KINDS.get(name)).map(kind -> new Piece.Slot(kind, ""));
    }

    static String name(Piece.Slot slot) {
        if (slot.kind() == Kind.IN) {
            return IN + slot.step();
        }
        if (slot.kind() == Kind.COLUMN) {
            return slot.step();
        }
        return KINDS.entrySet().stream()
                .filter(entry -> entry.getValue() == slot.kind())
                .findFirst()
                .orElseThrow()
                .getKey();
    }

    private static List<String> known(List<String> columns) {
        List<String> known = new ArrayList<>(columns);
        known.addAll(List.of("out", "java", "gather"));
        return known;
    }

    static SpecException unknown(String name, List<String> columns) {
        String written = "{" + Text.shown(name) + "}";
        String escape = " (for the text " + written + " itself write {" + written + "})";
        if (name.matches("[2-9]|[1-9][0-9]+")) {
            if (!columns.isEmpty()) {
                return new SpecException("placeholder " + written + " but a combination has " + columns.size()
                        + " values: " + String.join(", ", columns) + escape);
            }
            return new SpecException(
                    "placeholder " + written + " asks for another source of items, but there is one" + escape);
        }
        if (name.equals("in") || name.equals(IN)) {
            return new SpecException("placeholder " + written + " names no step (expected: {in.STEP})");
        }
        Optional<String> near = name.length() < 2 ? Optional.empty() : Text.nearest(name, known(columns));
        return new SpecException("unknown placeholder " + written
                + near.map(word -> " (did you mean {" + word + "}?)").orElse(escape));
    }
}
