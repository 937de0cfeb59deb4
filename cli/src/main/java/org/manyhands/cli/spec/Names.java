package org.manyhands.cli.spec;

import java.util.Optional;
import java.util.regex.Pattern;

/** The names of jobs, steps, variables and resources. */
final class Names {
    private static final Pattern STEP = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]{0,63}");
    private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,127}");
    private static final Pattern RESOURCE = Pattern.compile("[a-z][a-z0-9_.-]{0,63}");

    private Names() {}

    static String job(String name) throws SpecException {
        if (name.isBlank() || name.length() > JobSpec.NAME_MAX || name.chars().anyMatch(Character::isISOControl)) {
            throw new SpecException(
                    Text.quoted(name) + " is not a name of a job (expected: 1 to 128 characters on one line)");
        }
        return name;
    }

    static String step(String name, Location at) throws SpecException {
        if (!STEP.matcher(name).matches()) {
            throw new SpecException(
                    Text.quoted(name)
                            + " is not a name of a step (expected: 1 to 64 letters, digits, '-', '_' and '.')",
                    Optional.of(at));
        }
        return name;
    }

    /** The nearest name of a step to any text. */
    static String asStep(String text) {
        String name = text.replaceAll("[^A-Za-z0-9_.-]+", "-").replaceAll("^[^A-Za-z0-9]+", "");
        return name.isEmpty() ? "task" : name.substring(0, Math.min(64, name.length()));
    }

    static boolean isVariable(String name) {
        return VARIABLE.matcher(name).matches() && !name.startsWith("MH_");
    }

    static String variable(String name) throws SpecException {
        if (!VARIABLE.matcher(name).matches()) {
            throw new SpecException(Text.quoted(name)
                    + " is not a name of a variable (expected: letters, digits and '_', not starting with a digit)");
        }
        if (name.startsWith("MH_")) {
            throw new SpecException(
                    "variable '" + Text.shown(name) + "' cannot be set (MH_ is for what Manyhands sets)");
        }
        return name;
    }

    static String outDirectory(String path) throws SpecException {
        if (path.isBlank()) {
            throw new SpecException("'' is no path (expected: a directory, such as /shared/results)");
        }
        return path;
    }

    static String resource(String name) throws SpecException {
        if (!RESOURCE.matcher(name).matches()) {
            throw new SpecException(Text.quoted(name)
                    + " is not a name of a resource (expected: lower case such as cpu, memory or gpu)");
        }
        return name;
    }
}
