package org.manyhands.cli.spec;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import java.util.List;
import java.util.Optional;

/** What a YAML or JSON parser complains of, as one sentence with what most likely helps. */
final class SyntaxErrors {
    private SyntaxErrors() {}

    static SpecException explain(SourceText source, JsonProcessingException error) {
        JsonLocation place = error.getLocation();
        Optional<Location> location = Optional.ofNullable(place)
                .map(p -> new Location(source.name(), Math.max(1, p.getLineNr()), Math.max(1, p.getColumnNr())));
        String format = source.name().endsWith(".json") ? "JSON" : "YAML";
        String problem = problem(error.getOriginalMessage());
        return new SpecException("not valid " + format + ": " + problem + hint(source, location, problem), location);
    }

    /** SnakeYAML tells context, place and problem on several lines; the problem is the last line that tells no place. */
    private static String problem(String message) {
        List<String> told = message.lines()
                .takeWhile(line -> !line.startsWith(" at [Source"))
                .filter(line -> !line.isBlank() && !line.startsWith(" "))
                .toList();
        String last = told.isEmpty() ? "unreadable" : told.getLast();
        return last.replaceAll(" \\(for .*$", "").replaceAll("\\\\t", "").strip();
    }

    private static String hint(SourceText source, Optional<Location> location, String problem) {
        if (problem.contains("character '@'") || problem.contains("character '`'")) {
            return " (put it in quotes: \"@file\")";
        }
        if (problem.contains("sequence entries are not allowed")) {
            return " (a '-' that is a value wants quotes: \"-\")";
        }
        if (problem.contains("TAB")) {
            return " (indent with blanks)";
        }
        if (problem.contains("mapping values are not allowed")) {
            return " (a text with ': ' in it wants quotes)";
        }
        return location.filter(place -> startsWithStar(source, place)).isPresent()
                ? " (a text that starts with '*' wants quotes)"
                : "";
    }

    private static boolean startsWithStar(SourceText source, Location place) {
        return source.text()
                .lines()
                .skip(place.line() - 1L)
                .findFirst()
                .filter(line -> line.contains("*"))
                .isPresent();
    }
}
