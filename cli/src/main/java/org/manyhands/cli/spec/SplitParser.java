package org.manyhands.cli.spec;

import java.util.List;
import java.util.Optional;
import org.manyhands.core.plan.StepPlan;
import org.manyhands.store.split.Splitter;

/** Reads {@code split:} and {@code --split}: a file and how large its blocks are. */
final class SplitParser {
    /** The size of a block where nothing is said. */
    static final long BLOCK_BYTES_DEFAULT = 16L << 20;

    private static final long BLOCK_BYTES_MAX = 1L << 40;

    private SplitParser() {}

    /** {@code FILE}, {@code {file: FILE, block: 16M}} or {@code {file: FILE, lines: 1000}}. */
    static ItemSource parse(Node node, String subject) throws SpecException {
        if (node instanceof Node.Scalar) {
            return new ItemSource.Split(
                    Fields.read(node, subject, SplitParser::file), new Splitter.Cut.Bytes(BLOCK_BYTES_DEFAULT));
        }
        Fields fields = Fields.of(node, subject, List.of("file", "block", "lines"));
        Optional<Node> lines = fields.node("lines");
        if (fields.node("file").isEmpty()) {
            throw new SpecException("'file' is missing in " + subject, Optional.of(fields.at()));
        }
        if (lines.isPresent() && fields.node("block").isPresent()) {
            throw new SpecException(
                    "block: and lines: in " + subject + " (expected: one of them)",
                    Optional.of(lines.get().at()));
        }
        Splitter.Cut bytes = fields.read("block", new Splitter.Cut.Bytes(BLOCK_BYTES_DEFAULT), SplitParser::block);
        Splitter.Cut cut = fields.read("lines", bytes, SplitParser::lines);
        return new ItemSource.Split(fields.read("file", "", SplitParser::file), cut);
    }

    static String file(String text) throws SpecException {
        if (text.isBlank()) {
            throw new SpecException("'' names no file");
        }
        return text;
    }

    static Splitter.Cut block(String text) throws SpecException {
        long bytes = Sizes.parse(text);
        if (bytes < 1 || bytes > BLOCK_BYTES_MAX) {
            throw new SpecException(Text.quoted(text) + " is not the size of a block (expected: 1 byte to 1T)");
        }
        return new Splitter.Cut.Bytes(bytes);
    }

    static Splitter.Cut lines(String text) throws SpecException {
        return new Splitter.Cut.Lines(Decimals.count(text, 1, Long.MAX_VALUE / 2));
    }

    /** How it is written in a job file. */
    static String print(Splitter.Cut cut) {
        return switch (cut) {
            case Splitter.Cut.Bytes(long max) -> "block: " + Sizes.print(max);
            case Splitter.Cut.Lines(long count) -> "lines: " + count;
        };
    }

    static void requireBounded(long blocks) throws SpecException {
        if (blocks > StepPlan.ITEMS_MAX) {
            throw new SpecException("the file has " + Decimals.grouped(blocks) + " blocks (expected: at most "
                    + Decimals.grouped(StepPlan.ITEMS_MAX) + "; make them larger)");
        }
    }
}
