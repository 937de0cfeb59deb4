package org.manyhands.cli.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.manyhands.cli.spec.SpecException;

class CronTest {
    private static final String BERLIN = "Europe/Berlin";

    /** The next times after one, as that zone writes them. */
    private static List<String> after(String moment, String zone, String text, int count) throws SpecException {
        Cron cron = Cron.parse(text, zone);
        List<String> times = new ArrayList<>();
        long at = ZonedDateTime.parse(moment).toInstant().toEpochMilli();
        for (int number = 0; number < count; number++) {
            long next = cron.next(at).orElseThrow();
            assertThat(next).isGreaterThan(at);
            at = next;
            times.add(Instant.ofEpochMilli(at)
                    .atZone(ZoneId.of(zone))
                    .toOffsetDateTime()
                    .toString());
        }
        return times;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0 3 * * *       | 2026-11-22T03:00Z",
                "8 10 * * *      | 2026-11-21T10:08Z",
                "7 10 * * *      | 2026-11-22T10:07Z",
                "*/15 * * * *    | 2026-11-21T10:15Z",
                "0 9-17/4 * * *  | 2026-11-21T13:00Z",
                "0 0 1,15 * *    | 2026-12-01T00:00Z",
                "0 0 * JAN sun   | 2027-01-03T00:00Z",
                "0 0 * * 7       | 2026-11-22T00:00Z",
                "0 0 * * 0       | 2026-11-22T00:00Z",
                "0 0 29 2 *      | 2028-02-29T00:00Z",
                "0 0 24 * 0      | 2026-11-22T00:00Z"
            })
    void shouldFindTheNextTime(String text, String next) throws SpecException {
        assertThat(after("2026-11-21T10:07:30.250Z", "UTC", text, 1)).containsExactly(next);
    }

    @Test
    void shouldComeAfterTheTimeItWasAskedForAlsoOnTheVeryMoment() throws SpecException {
        assertThat(after("2026-11-21T03:00:00Z", "UTC", "0 3 * * *", 1)).containsExactly("2026-11-22T03:00Z");
        assertThat(after("2026-11-21T02:59:59.999Z", "UTC", "0 3 * * *", 1)).containsExactly("2026-11-21T03:00Z");
        assertThat(after("2026-11-21T03:00:00.001Z", "UTC", "0 3 * * *", 1)).containsExactly("2026-11-22T03:00Z");
    }

    /** The clock goes from 02:00 to 03:00 on 2026-03-29. */
    @Test
    void shouldComeAsMuchLaterAsTheClockJumpsInSpring() throws SpecException {
        assertThat(after("2026-03-28T12:00+01:00", BERLIN, "30 2 * * *", 2))
                .containsExactly("2026-03-29T03:30+02:00", "2026-03-30T02:30+02:00");
        assertThat(after("2026-03-29T01:45+01:00", BERLIN, "0,30 2,3 * * *", 3))
                .containsExactly("2026-03-29T03:00+02:00", "2026-03-29T03:30+02:00", "2026-03-30T02:00+02:00");
    }

    /** The clock goes from 03:00 back to 02:00 on 2026-10-25. */
    @Test
    void shouldComeOnceInTheHourThatComesTwiceInAutumn() throws SpecException {
        assertThat(after("2026-10-24T12:00+02:00", BERLIN, "30 2 * * *", 2))
                .containsExactly("2026-10-25T02:30+02:00", "2026-10-26T02:30+01:00");
        assertThat(after("2026-10-25T02:10+01:00", BERLIN, "30 2 * * *", 1)).containsExactly("2026-10-26T02:30+01:00");
    }

    @Test
    void shouldGoByTheTimeThatPassesWhenItIsEveryHour() throws SpecException {
        assertThat(after("2026-03-29T01:10+01:00", BERLIN, "30 * * * *", 2))
                .containsExactly("2026-03-29T01:30+01:00", "2026-03-29T03:30+02:00");
        assertThat(after("2026-10-25T01:50+02:00", BERLIN, "30 * * * *", 3))
                .containsExactly("2026-10-25T02:30+02:00", "2026-10-25T02:30+01:00", "2026-10-25T03:30+01:00");
        assertThat(after("2026-10-25T02:35+02:00", BERLIN, "*/20 * * * *", 5))
                .containsExactly(
                        "2026-10-25T02:40+02:00",
                        "2026-10-25T02:00+01:00",
                        "2026-10-25T02:20+01:00",
                        "2026-10-25T02:40+01:00",
                        "2026-10-25T03:00+01:00");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0 3 * * *", "*/7 * * * *", "30 2 * * *", "0 */2 * * *", "15 1-4 * * *", "* * * * *"})
    void shouldOnlyGrowThroughAWholeYear(String text) throws SpecException {
        Cron cron = Cron.parse(text, "Australia/Lord_Howe");
        long at = ZonedDateTime.parse("2026-01-01T00:00Z").toInstant().toEpochMilli();
        for (int number = 0; number < 9_000; number++) {
            long next = cron.next(at).orElseThrow();
            assertThat(next).isGreaterThan(at);
            at = number % 50 == 0 ? next + 37 * 3_600_000L : next;
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"0 0 30 2 *", "0 0 31 4,6,9,11 *"})
    void shouldKnowWhatNeverComes(String text) throws SpecException {
        assertThat(Cron.parse(text, "UTC").next(0)).isEqualTo(Optional.empty());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "60 * * * *      | the minute '60' | 0 to 59",
                "*/0 * * * *     | the minute '*/0' | 0 to 59",
                "0 24 * * *      | the hour '24' | 0 to 23",
                "0 0 0 * *       | the day of month '0' | 1 to 31",
                "0 0 L * *       | the day of month 'L' | 1 to 31",
                "0 0 * 13 *      | the month '13' | 1 to 12",
                "0 0 * * 8       | the day of week '8' | 0 to 7",
                "0 0 * * noday   | the day of week 'noday' | SUN",
                "0 5-2 * * *     | the hour '5-2' | 0 to 23",
                "0 0 * *         | 4 fields | 5 in quotes",
                "0 0 * * * *     | 6 fields | 5 in quotes",
                "@daily          | 1 field | 5 in quotes",
                "0               | 1 field | 5 in quotes",
                "''              | 0 fields | 5 in quotes"
            })
    void shouldNameTheFieldThatIsWrong(String text, String wrong, String expected) {
        assertThatExceptionOfType(SpecException.class)
                .isThrownBy(() -> Cron.parse(text, "UTC"))
                .withMessageContainingAll(wrong, expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Mars/Olympus", "", "CESTT"})
    void shouldRefuseAZoneThatIsNone(String zone) {
        assertThatExceptionOfType(SpecException.class)
                .isThrownBy(() -> Cron.parse("0 3 * * *", zone))
                .withMessageContainingAll("'" + zone + "'", "Europe/Berlin");
    }
}
