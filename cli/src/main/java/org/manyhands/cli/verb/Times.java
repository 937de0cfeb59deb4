package org.manyhands.cli.verb;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Moments and durations as people read them. */
final class Times {
    private static final DateTimeFormatter MOMENT = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);

    private Times() {}

    static String moment(long millis) {
        return millis == 0 ? "-" : MOMENT.format(Instant.ofEpochMilli(millis).atZone(ZoneId.systemDefault()));
    }

    static String duration(long millis) {
        if (millis < 10_000) {
            return String.format(Locale.ROOT, "%.2fs", millis / 1_000.0);
        }
        long seconds = millis / 1_000;
        if (seconds < 60) {
            return seconds + "s";
        }
        return seconds < 3_600
                ? seconds / 60 + "m" + String.format(Locale.ROOT, "%02ds", seconds % 60)
                : seconds / 3_600 + "h" + String.format(Locale.ROOT, "%02dm", seconds / 60 % 60);
    }
}
