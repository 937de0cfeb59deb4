package org.manyhands.cli.spec;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.manyhands.wire.Placeholder.Kind;

/** What may stand between the braces of a placeholder. */
final class SlotNames {
    private static final String IN = "in.";
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
        return kinds;
    }

    static Optional<Piece.Slot> slot(String name) {
        if (name.startsWith(IN) && name.length() > IN.length()) {
            return Optional.of(new Piece.Slot(Kind.IN, name.substring(IN.length())));
        }
        return Optional.ofNullable(KINDS.get(name)).map(kind -> new Piece.Slot(kind, ""));
    }

    static String name(Piece.Slot slot) {
        if (slot.kind() == Kind.IN) {
            return IN + slot.step();
        }
        return KINDS.entrySet().stream()
                .filter(entry -> entry.getValue() == slot.kind())
                .findFirst()
                .orElseThrow()
                .getKey();
    }

    static SpecException unknown(String name) {
        String written = "{" + Text.shown(name) + "}";
        String escape = " (for the text " + written + " itself write {" + written + "})";
        if (name.matches("[2-9]|[1-9][0-9]+")) {
            return new SpecException(
                    "placeholder " + written + " asks for another source of items, but there is one" + escape);
        }
        if (name.equals("in") || name.equals(IN)) {
            return new SpecException("placeholder " + written + " names no step (expected: {in.STEP})");
        }
        Optional<String> near = name.length() < 2 ? Optional.empty() : Text.nearest(name, List.of("out", "java"));
        return new SpecException("unknown placeholder " + written
                + near.map(word -> " (did you mean {" + word + "}?)").orElse(escape));
    }
}
