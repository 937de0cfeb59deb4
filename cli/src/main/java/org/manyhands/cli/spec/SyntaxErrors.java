package org.manyhands.cli.spec;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a YAML or JSON parser complains of, as one sentence with what most likely helps. */
final class SyntaxErrors {
    /** SnakeYAML tells the place in its message; the location of the exception is only that of the token before. */
    private static final Pattern PLACE = Pattern.compile("line ([0-9]{1,9}), column ([0-9]{1,9}):");

    private SyntaxErrors() {}

    static SpecException explain(SourceText source, JsonProcessingException error) {
        String message = error.getOriginalMessage();
        Optional<Location> location = told(source, message).or(() -> known(source, error.getLocation()));
        String format = source.name().endsWith(".json") ? "JSON" : "YAML";
        String problem = problem(message);
        return new SpecException("not valid " + format + ": " + problem + hint(source, location, problem), location);
    }

    private static Optional<Location> told(SourceText source, String message) {
        Optional<Location> last = Optional.empty();
        Matcher place = PLACE.matcher(message);
        while (place.find()) {
            last = Optional.of(
                    new Location(source.name(), Integer.parseInt(place.group(1)), Integer.parseInt(place.group(2))));
        }
        return last;
    }

    private static Optional<Location> known(SourceText source, @Nullable JsonLocation place) {
        return Optional.ofNullable(place)
                .map(p -> new Location(source.name(), Math.max(1, p.getLineNr()), Math.max(1, p.getColumnNr())));
    }

    /** SnakeYAML tells context, place and problem on several lines; the problem is the last line that tells no place. */
    private static String problem(String message) {
        List<String> told = message.lines()
                .takeWhile(line -> !line.startsWith(" at [Source"))
                .filter(line -> !line.isBlank() && !line.startsWith(" ") && !line.startsWith("("))
                .toList();
        String last = told.isEmpty() ? "unreadable" : told.getLast();
        if (last.contains("base64")) {
            return "tag '!!binary' is not supported";
        }
        if (last.startsWith("Expected a field name")) {
            return "a key that is no text";
        }
        return last.replaceAll("\\.? \\((for|Do not use) .*$", "").strip();
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
        String line = location.flatMap(
                        place -> source.text().lines().skip(place.line() - 1L).findFirst())
                .orElse("");
        if (line.contains("{") && problem.contains("<scalar>")) {
            return " (a text that starts with '{' wants quotes)";
        }
        return line.contains("*") ? " (a text that starts with '*' wants quotes)" : "";
    }
}
