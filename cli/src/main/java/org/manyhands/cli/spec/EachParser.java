package org.manyhands.cli.spec;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads {@code each:}, whose grammar is the same in files and flags. */
final class EachParser {
    private EachParser() {}

    static ItemSource parse(Node node, String subject) throws SpecException {
        return switch (node) {
            case Node.Scalar scalar -> Fields.read(scalar, subject, ItemGrammar::parse);
            case Node.Sequence sequence -> new ItemSource.Values(Fields.texts(sequence, subject));
            case Node.Mapping mapping
            when mapping.entries().isEmpty() -> throw Fields.wrong(node, subject, "a source of items such as 1..120");
            case Node.Mapping mapping -> map(mapping, subject);
        };
    }

    /** {@code {from: "@names", nul: true}} or {@code {files: "*.txt"}}. */
    private static ItemSource map(Node.Mapping mapping, String subject) throws SpecException {
        Fields fields = Fields.of(mapping, subject, List.of("from", "nul", "files"));
        boolean files = fields.node("files").isPresent();
        if (files == fields.node("from").isPresent()
                || (files && fields.node("nul").isPresent())) {
            throw new SpecException(
                    subject + " is not complete (expected: {files: GLOB}, or {from: \"@FILE\", nul: true})",
                    Optional.of(mapping.at()));
        }
        if (files) {
            return new ItemSource.Files(fields.read("files", "", text -> text));
        }
        boolean nul = fields.read("nul", false, EachParser::truth);
        return fields.read("from", new ItemSource.None(), text -> separated(ItemGrammar.parse(text), nul));
    }

    private static boolean truth(String text) throws SpecException {
        if (!text.equals("true") && !text.equals("false")) {
            throw new SpecException(Text.quoted(text) + " is neither true nor false");
        }
        return text.equals("true");
    }

    /** The same source, its items separated by NUL bytes instead of line ends. */
    static ItemSource separated(ItemSource source, boolean nul) throws SpecException {
        return switch (source) {
            case ItemSource.Lines(String path, boolean ignored) -> new ItemSource.Lines(path, nul);
            case ItemSource.StandardInput ignored -> new ItemSource.StandardInput(nul);
            case ItemSource.Matrix(List<ItemSource.Axis> axes)
            when axes.stream().anyMatch(EachParser::isSeparated) -> {
                List<ItemSource.Axis> changed = new ArrayList<>();
                for (ItemSource.Axis axis : axes) {
                    changed.add(
                            isSeparated(axis) ? new ItemSource.Axis(axis.name(), separated(axis.source(), nul)) : axis);
                }
                yield new ItemSource.Matrix(changed);
            }
            default -> {
                if (nul) {
                    throw new SpecException("only @FILE and - can be separated by NUL bytes");
                }
                yield source;
            }
        };
    }

    private static boolean isSeparated(ItemSource.Axis axis) {
        return axis.source() instanceof ItemSource.Lines || axis.source() instanceof ItemSource.StandardInput;
    }

    /** The value of a flag: the text forms, and a list in brackets. */
    static ItemSource flag(String text) throws SpecException {
        if (!text.strip().startsWith("[")) {
            return ItemGrammar.parse(text);
        }
        try {
            return parse(DocumentReader.read(new SourceText("items", text)), "the list of items");
        } catch (SpecException e) {
            throw new SpecException(Text.quoted(text) + " is no list of items: " + e.sentence());
        }
    }
}
