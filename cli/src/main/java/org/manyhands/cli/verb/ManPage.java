package org.manyhands.cli.verb;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** The man page, made from what --help shows, in the man macros of roff. */
final class ManPage {
    private final StringBuilder page = new StringBuilder();

    private ManPage() {}

    /** The page of a program with all its verbs. */
    static String of(CommandSpec program, String version) {
        ManPage made = new ManPage();
        made.line(".TH " + program.name().toUpperCase(java.util.Locale.ROOT) + " 1 \"\" \"" + escaped(version) + "\"");
        made.section("NAME").text(program.name() + " - " + summary(program));
        made.section("SYNOPSIS").synopsis(program);
        made.section("DESCRIPTION").paragraphs(program.usageMessage().description());
        made.section("OPTIONS").options(program);
        made.section("VERBS");
        program.subcommands().values().stream()
                .distinct()
                .map(CommandLine::getCommandSpec)
                .forEach(made::verb);
        made.section("NOTES").verbatim(program.usageMessage().footer());
        return made.page.toString();
    }

    private void verb(CommandSpec verb) {
        boolean nested = verb.parent() != null && verb.parent().parent() != null;
        line(".SS " + escaped((nested ? verb.parent().name() + " " : "") + verb.name()));
        synopsis(verb);
        line(".PP");
        paragraphs(verb.usageMessage().description());
        verb.positionalParameters().stream()
                .filter(parameter -> !parameter.hidden())
                .forEach(parameter -> item(parameter.paramLabel(), parameter));
        options(verb);
        if (verb.usageMessage().footer().length > 0) {
            line(".PP").verbatim(verb.usageMessage().footer());
        }
        verb.subcommands().values().stream()
                .distinct()
                .map(CommandLine::getCommandSpec)
                .forEach(this::verb);
    }

    private void options(CommandSpec command) {
        List<OptionSpec> options = new ArrayList<>(command.options());
        options.removeIf(OptionSpec::hidden);
        for (OptionSpec option : options) {
            String value = option.arity().max() == 0 ? "" : " " + option.paramLabel();
            item(String.join(", ", option.names()) + value, option);
        }
    }

    private void item(String term, ArgSpec described) {
        line(".TP").line(".B " + escaped(term)).paragraphs(described.description());
    }

    private void synopsis(CommandSpec command) {
        verbatim(new Help(command, Help.defaultColorScheme(Help.Ansi.OFF))
                .synopsis(0)
                .stripTrailing()
                .split("\n", -1));
    }

    private static String summary(CommandSpec program) {
        return String.join(" ", program.usageMessage().description());
    }

    private ManPage section(String title) {
        return line(".SH " + title);
    }

    private void paragraphs(String[] lines) {
        Arrays.stream(lines).forEach(this::text);
    }

    private void verbatim(String[] lines) {
        line(".nf");
        paragraphs(lines);
        line(".fi");
    }

    private void text(String text) {
        String safe = escaped(String.format(text));
        line(safe.startsWith(".") || safe.startsWith("'") ? "\\&" + safe : safe);
    }

    private ManPage line(String line) {
        page.append(line).append('\n');
        return this;
    }

    private static String escaped(String text) {
        return text.replace("\\", "\\e").replace("-", "\\-");
    }
}
