package org.manyhands.cli.spec;

import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.List;
import org.manyhands.wire.Part;
import org.manyhands.wire.Placeholder;
import org.manyhands.wire.Word;

/**
 * Finds the placeholders of a word. The rules, in this order at every character:
 *
 * <ol>
 *   <li><code>${</code> is text, so that shell variables pass.
 *   <li><code>{{</code> is the text <code>{</code>; <code>}}</code> is the text <code>}</code> as long as a
 *       <code>{{</code> of the same word is open, otherwise it stays as it is.
 *   <li><code>{</code> up to the nearest <code>}</code> is a placeholder if nothing between them is a blank, a quote, or
 *       one of <code>$ \ ` { ( ) ; | &amp; &lt; &gt;</code>; it must be a known one.
 *   <li>Everything else is text: <code>{ echo hi; }</code>, <code>{"a": 1}</code>, a lone brace.
 * </ol>
 *
 * <p>Who fills them in (the worker) joins the parts of a word and never splits the result; a {@code shell_quoted} value
 * is put in single quotes, with <code>'\''</code> for each single quote in it. Bytes stay bytes. Extension and directory
 * are those of GNU parallel: <code>{.}</code> cuts the last dot of the last path component and what follows,
 * <code>{//}</code> is {@code .} for an item without a slash.
 */
final class Placeholders {
    private static final String NEVER_INSIDE = " \t\r\n'\"$\\`{();|&<>";

    private final String text;
    private final List<String> columns;
    private final List<Piece> pieces = new ArrayList<>();
    private final StringBuilder literal = new StringBuilder();
    private int at;
    private int open;

    private Placeholders(String text, List<String> columns) {
        this.text = text;
        this.columns = columns;
    }

    static List<Piece> parse(String text) throws SpecException {
        return parse(text, List.of());
    }

    /** @param columns the names of the values that an item combines; empty if it is one value */
    static List<Piece> parse(String text, List<String> columns) throws SpecException {
        Placeholders word = new Placeholders(text, columns);
        while (word.at < text.length()) {
            word.step();
        }
        word.flush();
        return List.copyOf(word.pieces);
    }

    private void step() throws SpecException {
        if (text.startsWith("${", at)) {
            take("${", 2);
        } else if (text.startsWith("{{", at)) {
            open++;
            take("{", 2);
        } else if (open > 0 && text.startsWith("}}", at)) {
            open--;
            take("}", 2);
        } else if (text.charAt(at) == '{' && closes()) {
            slot();
        } else {
            take(text.substring(at, at + 1), 1);
        }
    }

    private void take(String meant, int length) {
        literal.append(meant);
        at += length;
    }

    private boolean closes() {
        for (int i = at + 1; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '}') {
                return true;
            }
            if (NEVER_INSIDE.indexOf(c) >= 0) {
                return false;
            }
        }
        return false;
    }

    private void slot() throws SpecException {
        int end = text.indexOf('}', at);
        String name = text.substring(at + 1, end);
        flush();
        pieces.add(SlotNames.slot(name, columns).orElseThrow(() -> SlotNames.unknown(name, columns)));
        at = end + 1;
    }

    private void flush() {
        if (!literal.isEmpty()) {
            pieces.add(new Piece.Literal(literal.toString()));
            literal.setLength(0);
        }
    }

    /**
     * A word that {@link #parse} takes apart into the given pieces. The one thing it cannot say is a text that ends in a
     * dollar sign right before a placeholder.
     */
    static String print(List<Piece> pieces) {
        StringBuilder word = new StringBuilder();
        int open = 0;
        for (Piece piece : pieces) {
            switch (piece) {
                case Piece.Slot slot -> word.append(slot.written());
                case Piece.Literal(String text) -> open = escape(text, open, word);
            }
        }
        return word.toString();
    }

    /** A word that stands for exactly this text. */
    static String escape(String text) {
        StringBuilder word = new StringBuilder();
        escape(text, 0, word);
        return word.toString();
    }

    private static int escape(String text, int openBefore, StringBuilder word) {
        int open = openBefore;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean afterDollar = c == '{' && i > 0 && text.charAt(i - 1) == '$';
            boolean doubled = (c == '{' && !afterDollar) || (c == '}' && open > 0);
            open += doubled ? (c == '{' ? 1 : -1) : 0;
            word.append(doubled ? c + "" + c : c);
        }
        return open;
    }

    static Word word(List<Piece> pieces, boolean shellQuoted) {
        Word.Builder word = Word.newBuilder();
        for (Piece piece : pieces) {
            word.addParts(part(piece, shellQuoted));
        }
        return word.build();
    }

    static Word literal(String text) {
        return Word.newBuilder().addParts(part(new Piece.Literal(text), false)).build();
    }

    private static Part part(Piece piece, boolean shellQuoted) {
        return switch (piece) {
            case Piece.Literal(String text) ->
                Part.newBuilder().setLiteral(ByteString.copyFromUtf8(text)).build();
            case Piece.Slot(Placeholder.Kind kind, String step, int column) ->
                Part.newBuilder()
                        .setPlaceholder(Placeholder.newBuilder()
                                .setKind(kind)
                                .setStep(step)
                                .setColumn(column)
                                .setShellQuoted(shellQuoted))
                        .build();
        };
    }

    static boolean mentionItem(List<Piece> pieces) {
        return pieces.stream().anyMatch(piece -> piece instanceof Piece.Slot slot && slot.ofItem());
    }
}
