package org.manyhands.cli.verb;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** Rows under a heading, in columns as wide as they must be. A tab or line end in a cell is shown as a blank: a row is a line. */
final class Table {
    private static final String GAP = "  ";
    private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");

    private final List<List<String>> rows = new ArrayList<>();

    Table(String... heading) {
        rows.add(List.of(heading));
    }

    Table row(Object... cells) {
        List<String> row = new ArrayList<>();
        for (Object cell : cells) {
            row.add(CONTROL.matcher(String.valueOf(cell)).replaceAll(" "));
        }
        rows.add(row);
        return this;
    }

    @Override
    public String toString() {
        int[] widths =
                IntStream.range(0, rows.getFirst().size()).map(this::width).toArray();
        StringBuilder text = new StringBuilder();
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int column = 0; column < row.size(); column++) {
                line.append(row.get(column));
                line.append(" ".repeat(widths[column] - row.get(column).length()))
                        .append(GAP);
            }
            text.append(line.toString().stripTrailing()).append('\n');
        }
        return text.toString();
    }

    private int width(int column) {
        return rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0);
    }
}
