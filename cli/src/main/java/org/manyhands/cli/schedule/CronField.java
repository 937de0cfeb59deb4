package org.manyhands.cli.schedule;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * A field of a cron expression.
 *
 * @param position from 0
 * @param range which values it may have, in words
 */
record CronField(int position, String title, String range) {
    static final CronField HOUR = new CronField(1, "hour", "0 to 23");

    /** In order. */
    static final List<CronField> ALL = List.of(
            new CronField(0, "minute", "0 to 59"),
            HOUR,
            new CronField(2, "day of month", "1 to 31"),
            new CronField(3, "month", "1 to 12 or JAN to DEC"),
            new CronField(4, "day of week", "0 to 7 or SUN to SAT, where 0 and 7 are Sunday"));

    /** The expression that has this in the field, and says nothing in the others. */
    String alone(String text) {
        List<String> fields = new ArrayList<>(Collections.nCopies(ALL.size(), "*"));
        fields.set(position, text);
        return String.join(" ", fields);
    }
}
