package org.manyhands.verify.tour;

import java.util.ArrayList;
import java.util.List;

/** Reads the sections of a tour that have something to execute. */
final class Tour {
    private static final String FENCE = "```";
    private static final String OPENING = FENCE + "sh";

    private final List<Section> sections = new ArrayList<>();
    private String title = "before the first section";
    private List<Block> blocks = new ArrayList<>();

    private Tour() {}

    /** Parses the lines of a tour; a block that is not closed, or expects before it commands, is an error of the tour. */
    static List<Section> parse(List<String> lines) {
        Tour tour = new Tour();
        for (int at = 0; at < lines.size(); at++) {
            String line = lines.get(at);
            if (line.startsWith("## ")) {
                tour.endSection();
                tour.title = line.substring(3).strip();
            } else if (line.strip().equals(OPENING)) {
                at = tour.block(lines, at + 1);
            } else if (line.startsWith(FENCE)) {
                at = endOf(lines, at + 1);
            }
        }
        tour.endSection();
        return List.copyOf(tour.sections);
    }

    private int block(List<String> lines, int from) {
        int to = endOf(lines, from);
        blocks.add(new Block(from + 1, paragraphs(lines.subList(from, to), from + 1)));
        return to;
    }

    private void endSection() {
        if (!blocks.isEmpty()) {
            sections.add(new Section(title, List.copyOf(blocks)));
        }
        blocks = new ArrayList<>();
    }

    private static int endOf(List<String> lines, int from) {
        for (int at = from; at < lines.size(); at++) {
            if (lines.get(at).strip().equals(FENCE)) {
                return at;
            }
        }
        throw new IllegalArgumentException("line " + from + ": the block is never closed");
    }

    private static List<Paragraph> paragraphs(List<String> lines, int firstLine) {
        List<Paragraph> paragraphs = new ArrayList<>();
        ParagraphBuilder open = new ParagraphBuilder(firstLine);
        for (int at = 0; at < lines.size(); at++) {
            if (open.endsBefore(lines.get(at))) {
                open.finish(paragraphs);
                open = new ParagraphBuilder(firstLine + at);
            }
            open.add(lines.get(at));
        }
        open.finish(paragraphs);
        return List.copyOf(paragraphs);
    }
}
