package org.manyhands.worker.task;

import com.google.protobuf.ByteString;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.manyhands.wire.Part;
import org.manyhands.wire.Placeholder;
import org.manyhands.wire.Word;

/** Fills in placeholders. Values are bytes and go in as they are, but quoted where a shell will read them. */
public final class Expander {
    private static final ByteString DOT = ByteString.copyFromUtf8(".");

    private final Places places;

    public Expander(Places places) {
        this.places = places;
    }

    public List<ByteString> expand(List<Word> words) {
        return words.stream().map(this::expand).toList();
    }

    public ByteString expand(Word word) {
        ByteString expanded = ByteString.EMPTY;
        for (Part part : word.getPartsList()) {
            expanded = expanded.concat(
                    switch (part.getPartCase()) {
                        case LITERAL -> part.getLiteral();
                        case PLACEHOLDER -> expand(part.getPlaceholder());
                        case PART_NOT_SET -> ByteString.EMPTY;
                    });
        }
        return expanded;
    }

    private ByteString expand(Placeholder placeholder) {
        ByteString value = value(placeholder);
        return placeholder.getShellQuoted() ? ShellQuoting.quote(value) : value;
    }

    private ByteString value(Placeholder placeholder) {
        ByteString item = places.item();
        return switch (placeholder.getKind()) {
            case ITEM -> item;
            case ITEM_NO_EXTENSION -> withoutExtension(item);
            case BASENAME -> basename(item);
            case DIRNAME -> dirname(item);
            case BASENAME_NO_EXTENSION -> withoutExtension(basename(item));
            case COLUMN -> column(item, placeholder.getColumn());
            case NUMBER -> ByteString.copyFrom(Long.toString(places.number()), StandardCharsets.US_ASCII);
            case OUT -> places.out();
            case IN -> places.in().apply(placeholder.getStep());
            case JAVA -> places.java();
            case GATHER -> places.gathered();
            case KIND_UNSPECIFIED, UNRECOGNIZED ->
                throw new IllegalArgumentException("a placeholder that this version does not know");
        };
    }

    /** Value number {@code column}, from 1, of those that stand between tabs. */
    private static ByteString column(ByteString item, int column) {
        int from = 0;
        for (int skipped = 1; skipped < column; skipped++) {
            from = end(item, from) + 1;
        }
        if (column < 1 || from > item.size()) {
            throw new IllegalArgumentException("value " + column + " of an item that has fewer");
        }
        return item.substring(from, end(item, from));
    }

    private static int end(ByteString item, int from) {
        int end = from;
        while (end < item.size() && item.byteAt(end) != '\t') {
            end++;
        }
        return end;
    }

    private static ByteString basename(ByteString item) {
        return item.substring(lastIndexOf(item, '/') + 1);
    }

    private static ByteString dirname(ByteString item) {
        int slash = lastIndexOf(item, '/');
        return slash < 0 ? DOT : item.substring(0, Math.max(1, slash));
    }

    private static ByteString withoutExtension(ByteString item) {
        int dot = lastIndexOf(item, '.');
        return dot > lastIndexOf(item, '/') + 1 ? item.substring(0, dot) : item;
    }

    private static int lastIndexOf(ByteString item, char wanted) {
        for (int i = item.size() - 1; i >= 0; i--) {
            if (item.byteAt(i) == wanted) {
                return i;
            }
        }
        return -1;
    }
}
