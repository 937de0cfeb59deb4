package org.manyhands.server.where;

import dev.cel.common.CelIssue;
import dev.cel.common.types.CelType;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What CEL says is wrong with an expression, for people who do not know how CEL is made. */
final class Complaint {
    private static final String NAMES = "there is labels, as in labels.os or labels[\"os.version\"], and node";

    /** What CEL says, and what is said instead; the first that is found. */
    private static final List<Rewrite> REWRITES = List.of(
            new Rewrite(
                    "undeclared reference to 'matches'.*",
                    "there is no 'matches' here (expected: contains," + " startsWith, endsWith, or 'in' a list)"),
            new Rewrite("undeclared reference to '([^']*)'.*", "there is no '$1' (" + NAMES + ")"),
            new Rewrite("token recognition error at: '=.*", "a single '=' means nothing (expected: '==')"),
            new Rewrite("token recognition error at: '([\"'].*)'", "the text that begins with $1 has no end"),
            new Rewrite("token recognition error at: (.*)", "$1 means nothing"),
            new Rewrite(
                    "Expression recursion limit exceeded.*", "it is nested too deeply, or has too many parts in a row"),
            new Rewrite("mismatched input '<EOF>'.*", "it ends too early"),
            new Rewrite("mismatched input '(.*)' expecting .*", "$1 is not expected here"),
            new Rewrite("extraneous input '(.*)' expecting .*", "$1 is not expected here"),
            new Rewrite(
                    "found no matching overload for '_?([^'_?]+)_?(?:\\[_\\])?' applied to '([^']*)'.*",
                    "'$1' does not go with $2; labels are texts, as 'eu'"),
            new Rewrite("found no matching overload for '([^']*)' applied to '([^']*)'.*", "'$1' does not go with $2"));

    private Complaint() {}

    private record Rewrite(Pattern pattern, String instead) {
        Rewrite(String pattern, String instead) {
            this(Pattern.compile(pattern, Pattern.DOTALL), instead);
        }
    }

    static String of(String where, CelIssue issue) {
        int line = issue.getSourceLocation().getLine();
        int column = issue.getSourceLocation().getColumn() + 1;
        String place =
                column < 1 ? "" : where.contains("\n") ? "line " + line + ", column " + column : "column " + column;
        return (place.isEmpty() ? "" : "in " + place + ": ") + plain(issue.getMessage());
    }

    static String ofType(CelType type) {
        return "it is of type " + type.name().toLowerCase(Locale.ROOT)
                + " (expected: one that is true or false, as labels.os == 'linux')";
    }

    static String of(Throwable refused) {
        return plain(String.valueOf(refused.getMessage()));
    }

    private static String plain(String message) {
        for (Rewrite rewrite : REWRITES) {
            Matcher found = rewrite.pattern().matcher(message);
            if (found.matches()) {
                return found.replaceFirst(rewrite.instead());
            }
        }
        return message.replace('\n', ' ');
    }
}
