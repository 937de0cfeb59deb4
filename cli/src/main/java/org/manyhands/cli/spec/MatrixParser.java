package org.manyhands.cli.spec;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads {@code matrix:} and {@code --matrix}: names, each with values in the grammar of {@code each:}. */
final class MatrixParser {
    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_-]{0,63}");
    /** Names that are placeholders already. */
    private static final Set<String> TAKEN = Set.of("out", "java", "in", "gather");

    private MatrixParser() {}

    /** {@code {size: [1, 2], color: "@colors"}}. */
    static ItemSource parse(Node node, String subject) throws SpecException {
        if (!(node instanceof Node.Mapping mapping) || mapping.entries().isEmpty()) {
            throw Fields.wrong(node, subject, "names with their values, such as {size: [1, 2], color: [red, blue]}");
        }
        List<ItemSource.Axis> axes = new ArrayList<>();
        for (Node.Entry entry : mapping.entries()) {
            try {
                add(
                        axes,
                        entry.key(),
                        EachParser.parse(entry.value(), "'" + Text.shown(entry.key()) + "' in " + subject));
            } catch (SpecException e) {
                throw e.at(Optional.of(entry.at()));
            }
        }
        return new ItemSource.Matrix(axes);
    }

    /** {@code size=1,2}, {@code size=1..3}, {@code size=@file}, {@code size=[a, "b, c"]}. */
    static ItemSource.Axis flag(String text) throws SpecException {
        int equals = text.indexOf('=');
        if (equals < 0) {
            throw new SpecException(Text.quoted(text) + " has no values (expected: NAME=A,B or NAME=1..3)");
        }
        return new ItemSource.Axis(text.substring(0, equals), values(text.substring(equals + 1)));
    }

    private static ItemSource values(String text) throws SpecException {
        if (text.startsWith("[") || text.startsWith("@") || text.equals("-") || text.contains("..")) {
            return EachParser.flag(text);
        }
        List<String> values = Arrays.asList(text.split(",", -1));
        if (values.contains("")) {
            throw new SpecException("an empty value in " + Text.quoted(text)
                    + " (expected: A,B; a value that is empty is written NAME=['', b])");
        }
        return new ItemSource.Values(values);
    }

    /** Adds an axis to those before it. */
    static void add(List<ItemSource.Axis> axes, String name, ItemSource source) throws SpecException {
        if (!NAME.matcher(name).matches() || TAKEN.contains(name)) {
            throw new SpecException(
                    Text.quoted(name)
                            + " cannot name values (expected: a letter, then letters, digits, '_' and '-', and none of out, java, in, gather)");
        }
        if (axes.stream().anyMatch(axis -> axis.name().equals(name))) {
            throw new SpecException("'" + name + "' is given a second time (expected: all its values at once)");
        }
        if (axes.size() == ItemSource.Matrix.AXES_MAX) {
            throw new SpecException(
                    "more than " + ItemSource.Matrix.AXES_MAX + " names with values (expected: at most that many)");
        }
        if (source.readsStandardInput()
                && axes.stream().anyMatch(axis -> axis.source().readsStandardInput())) {
            throw new SpecException("'" + name + "' also reads standard input, which can be read once");
        }
        axes.add(new ItemSource.Axis(name, source));
    }
}
