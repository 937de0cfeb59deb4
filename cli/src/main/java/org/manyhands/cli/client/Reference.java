package org.manyhands.cli.client;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What users write for a job, some of its tasks, or its tasks in one state: {@code 12}, {@code last}, {@code 12.7},
 * {@code 12.1-10}, {@code 12.frames.7}, {@code 12:failed}.
 *
 * @param first the first task, from 1; 0 is all
 * @param last the last task
 */
public record Reference(String job, Optional<String> step, long first, long last, Optional<String> state) {
    private static final Set<String> STATES = Set.of(
            "queued",
            "running",
            "committing",
            "succeeded",
            "failed",
            "cancelled",
            "blocked",
            "backing_off",
            "not_started");
    private static final Pattern TASKS = Pattern.compile("(\\d{1,18})(?:-(\\d{1,18}))?");
    private static final Pattern STATE = Pattern.compile("(.*):([A-Za-z_]+)");

    /**
     * Reads what a person wrote.
     *
     * @throws IllegalArgumentException with a sentence if it is none of these
     */
    public static Reference parse(String text) {
        Matcher state = STATE.matcher(text);
        if (state.matches()) {
            String wanted = state.group(2).toLowerCase(Locale.ROOT);
            if (!STATES.contains(wanted)) {
                throw new IllegalArgumentException("'" + wanted + "' is no state of a task (expected: one of "
                        + String.join(", ", STATES.stream().sorted().toList()) + ")");
            }
            Reference rest = parse(state.group(1));
            if (rest.state.isPresent()) {
                throw new IllegalArgumentException("'" + text + "' names two states (expected: one, as in 12:failed)");
            }
            return new Reference(rest.job, rest.step, rest.first, rest.last, Optional.of(wanted));
        }
        String[] parts = text.split("\\.", 3);
        if (text.isEmpty() || parts[0].isEmpty()) {
            throw new IllegalArgumentException("'" + text + "' names no job (expected: an id, 'last', or a name)");
        }
        if (parts.length == 1) {
            return new Reference(text, Optional.empty(), 0, 0, Optional.empty());
        }
        if (Arrays.asList(parts).contains("")) {
            throw new IllegalArgumentException("'" + text + "' (expected: JOB.TASK, JOB.STEP or JOB.STEP.TASK)");
        }
        Matcher tasks = TASKS.matcher(parts[parts.length - 1]);
        boolean numbered = tasks.matches();
        if (parts.length == 3 && !numbered) {
            throw new IllegalArgumentException("'" + text + "' (expected: JOB.STEP.TASK, as in 12.frames.7)");
        }
        long first = numbered ? Long.parseLong(tasks.group(1)) : 0;
        long last = numbered && tasks.group(2) != null ? Long.parseLong(tasks.group(2)) : first;
        if (numbered && (first < 1 || last < first)) {
            throw new IllegalArgumentException(
                    "tasks '" + parts[parts.length - 1] + "' (expected: a number from 1, or a range)");
        }
        Optional<String> step =
                parts.length == 3 ? Optional.of(parts[1]) : numbered ? Optional.empty() : Optional.of(parts[1]);
        return new Reference(parts[0], step, first, last, Optional.empty());
    }

    public boolean allTasks() {
        return first == 0;
    }

    /** A word as a part of an address. */
    public static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
