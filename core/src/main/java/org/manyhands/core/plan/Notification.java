package org.manyhands.core.plan;

import java.util.List;
import org.manyhands.core.Bytes;

/**
 * Somebody to be told when the job has ended.
 *
 * @param what what people call it; without secrets, as it is shown; at most {@value #WHAT_MAX} characters
 * @param on the ends of which it is told
 * @param template how it is told; only who tells reads it
 */
public record Notification(String what, List<End> on, Bytes template) {
    public static final int WHAT_MAX = 200;

    public Notification {
        on = List.copyOf(on);
        if (what.length() > WHAT_MAX) {
            throw new IllegalArgumentException("what: " + what.length() + " characters (expected: at most 200)");
        }
    }

    public Notification withTemplate(Bytes newTemplate) {
        return new Notification(what, on, newTemplate);
    }
}
