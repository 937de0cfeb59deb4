package org.manyhands.cli.schedule;

import com.cronutils.model.CronType;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.time.ExecutionTime;
import com.cronutils.parser.CronParser;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Optional;
import org.manyhands.cli.spec.SpecException;

/**
 * The times that a cron expression of five fields means in a zone. Where the clock is put forward, what falls into the hour
 * that is left out comes as much later as the clock jumps; where it is put back, what falls into the hour that comes twice
 * comes once. An expression that means every hour goes by the time that passes instead, in both cases.
 */
public final class Cron {
    private static final CronParser PARSER = new CronParser(CronDefinitionBuilder.instanceDefinitionFor(CronType.UNIX));

    private final ExecutionTime times;
    private final ZoneId zone;
    private final boolean everyHour;

    private Cron(ExecutionTime times, ZoneId zone, boolean everyHour) {
        this.times = times;
        this.zone = zone;
        this.everyHour = everyHour;
    }

    /**
     * Reads an expression.
     *
     * @param zone a name of the IANA database, or an offset as {@code +02:00}
     * @throws SpecException that names the field that cannot be read, or the zone
     */
    public static Cron parse(String text, String zone) throws SpecException {
        List<String> fields = List.of(text.strip().split("\\s+"));
        if (fields.size() != CronField.ALL.size() || fields.contains("")) {
            throw mistake("the times '" + text + "' have " + (text.isBlank() ? 0 : fields.size()) + " field"
                    + (fields.size() == 1 && !text.isBlank() ? "" : "s")
                    + " (expected: 5 in quotes, minute hour day-of-month month day-of-week, as '0 3 * * *')");
        }
        for (CronField field : CronField.ALL) {
            check(text, field, fields.get(field.position()));
        }
        String hour = fields.get(CronField.HOUR.position());
        return new Cron(
                ExecutionTime.forCron(PARSER.parse(String.join(" ", fields))),
                zone(zone),
                hour.equals("*") || hour.equals("*/1"));
    }

    private static void check(String text, CronField field, String value) throws SpecException {
        try {
            PARSER.parse(field.alone(value));
        } catch (IllegalArgumentException refused) {
            throw mistake("the " + field.title() + " '" + value + "' of '" + text + "' is not understood (expected: "
                    + field.range() + "; also *, lists as 1,2, ranges as 1-5, steps as */5)");
        }
    }

    private static ZoneId zone(String name) throws SpecException {
        try {
            return ZoneId.of(name);
        } catch (java.time.DateTimeException unknown) {
            throw mistake("--zone: '" + name + "' is not a time zone (expected: a name as Europe/Berlin, or UTC)");
        }
    }

    private static SpecException mistake(String sentence) {
        return new SpecException(sentence, Optional.empty());
    }

    /**
     * The first time after another; empty if none comes.
     *
     * @param afterMillis milliseconds since 1970, and so is the answer
     */
    public Optional<Long> next(long afterMillis) {
        ZonedDateTime after = Instant.ofEpochMilli(afterMillis).atZone(zone);
        return (everyHour ? times.nextExecution(after) : nextOnTheWall(after))
                .map(next -> next.toInstant().toEpochMilli());
    }

    /** Goes through the times as a clock on the wall shows them, which may show one twice or not at all. */
    private Optional<ZonedDateTime> nextOnTheWall(ZonedDateTime after) {
        LocalDateTime wall = after.toLocalDateTime();
        while (true) {
            Optional<ZonedDateTime> shown = times.nextExecution(wall.atZone(ZoneOffset.UTC));
            if (shown.isEmpty()) {
                return Optional.empty();
            }
            wall = shown.get().toLocalDateTime();
            ZonedDateTime next = wall.atZone(zone);
            if (next.isAfter(after)) {
                return Optional.of(next);
            }
        }
    }
}
