package org.manyhands.verify.process;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Jobs at certain times, as somebody at a command line has them. */
final class ScheduleIT {
    /** A day in a leap year, so that no test meets it. */
    private static final String SELDOM = "0 0 29 2 *";

    @RegisterExtension
    final Mh mh = new Mh();

    private JsonNode schedules() {
        try {
            return new ObjectMapper()
                    .readTree(mh.run("schedule", "list", "-o", "json").exits(0).stdout());
        } catch (IOException | InterruptedException failed) {
            throw new IllegalStateException(failed);
        }
    }

    private JsonNode schedule() {
        return schedules().get(0);
    }

    /** The time comes within a minute: the one real wait. The node that is up then is not the one that was told. */
    @Test
    void shouldFireAtItsTimeAlsoAfterTheNodeWasKilled() throws Exception {
        Started first = mh.up();
        mh.file("etl.yaml", "sh: date +%s >>fired; echo {}", "each: \"@list\"");
        mh.file("list", "a");
        Ended added = mh.run("schedule", "add", "* * * * *", "-f", "etl.yaml", "--missed", "once")
                .exits(0);
        assertThat(added.out()).startsWith("schedule etl added; next at ");
        assertThat(added.err()).isEmpty();
        first.kill();
        mh.file("list", "a", "b");
        mh.file("etl.yaml", "sh: touch changed");
        var _ = mh.up();
        assertThat(mh.run("schedule", "list", "-o", "ids").exits(0).lines()).containsExactly("etl");
        assertThat(Until.trueWithinSeconds(150, () -> schedule().get("runs").asLong() > 0))
                .isTrue();
        String job = schedule().get("lastJob").asText();
        mh.run("wait", job).exits(0);
        assertThat(mh.run("logs", job).exits(0).lines()).containsExactly("a", "b");
        assertThat(Files.exists(mh.work().resolve("changed"))).isFalse();
        assertThat(mh.run("events", job).exits(0).out()).contains("made by schedule etl, due at");
        assertThat(mh.run("schedule", "rm", "etl").exits(0).out()).isEqualTo("schedule etl removed\n");
    }

    @Test
    void shouldRunOnceByHandAndNotBesideItself() throws Exception {
        var _ = mh.up();
        mh.run("schedule", "add", SELDOM, "--name", "slow", "--", "sh", "-c", "until test -e go; do sleep 0.1; done")
                .exits(0);
        String job = mh.run("schedule", "run", "slow").exits(0).lines().getFirst();
        mh.run("schedule", "run", "slow").exits(120).saysOneSentence("job " + job, "has not ended", "--overlap skip");
        Files.createFile(mh.work().resolve("go"));
        mh.run("wait", job).exits(0);
        String next = mh.run("schedule", "run", "slow").exits(0).lines().getFirst();
        assertThat(next).isNotEqualTo(job);
        mh.run("wait", next).exits(0);
        assertThat(schedule().get("runs").asLong()).isEqualTo(2);
        assertThat(schedule().get("lastState").asText()).isEqualTo("succeeded");
        assertThat(mh.run("jobs", "-o", "ids").exits(0).lines()).containsExactly(next, job);
    }

    @Test
    void shouldRunTwiceAtOnceWhenThatIsAllowed() throws Exception {
        var _ = mh.up();
        mh.run("schedule", "add", SELDOM, "--overlap", "allow", "--name", "free", "--", "sh", "-c", "sleep 600")
                .exits(0);
        List<String> jobs = List.of(
                mh.run("schedule", "run", "free").exits(0).lines().getFirst(),
                mh.run("schedule", "run", "free").exits(0).lines().getFirst());
        assertThat(jobs).doesNotHaveDuplicates();
        for (String job : jobs) {
            mh.run("cancel", job).exits(0);
        }
    }

    @Test
    void shouldSayThatOnlyANodeThatStaysFires() throws Exception {
        Ended added = mh.run("schedule", "add", SELDOM, "--zone", "Asia/Tokyo", "--name", "lone", "--", "true")
                .exits(0);
        assertThat(added.err()).contains("no node is running here", "'mh up'");
        assertThat(mh.run("schedule", "list").exits(0).out()).contains("lone", SELDOM, "Asia/Tokyo");
        assertThat(schedule().get("overlap").asText()).isEqualTo("skip");
        assertThat(schedule().get("missed").asText()).isEqualTo("once");
    }

    @Test
    void shouldRefuseTimesThatAreNone() throws Exception {
        mh.run("schedule", "add", "61 * * * *", "--", "true").exits(120).saysOneSentence("minute '61'", "0 to 59");
        mh.run("schedule", "add", "0 3 * *", "--", "true").exits(120).saysOneSentence("4 fields", "5 in quotes");
        mh.run("schedule", "add", "0 0 30 2 *", "--", "true").exits(120).saysOneSentence("0 0 30 2 *", "never comes");
        mh.run("schedule", "add", SELDOM, "--zone", "Mars", "--", "true")
                .exits(120)
                .saysOneSentence("--zone: 'Mars'");
        mh.run("schedule", "add", SELDOM, "--missed", "twice", "--", "true")
                .exits(120)
                .saysOneSentence("--missed: 'twice'", "once or skip");
        mh.run("schedule", "add").exits(120).saysOneSentence("at which times?");
        mh.run("schedule").exits(120).saysOneSentence("add, list, run or rm");
        assertThat(schedules()).isEmpty();
    }

    @Test
    void shouldRefuseNamesThatAreTakenOrUnknown() throws Exception {
        mh.run("schedule", "add", SELDOM, "--name", "one", "--", "true").exits(0);
        mh.run("schedule", "add", SELDOM, "--name", "one", "--", "true")
                .exits(120)
                .saysOneSentence("'one' already", "another name");
        mh.run("schedule", "add", SELDOM, "--name", "a/b", "--", "true")
                .exits(120)
                .saysOneSentence("'a/b'", "letters");
        mh.run("schedule", "rm", "two").exits(120).saysOneSentence("no schedule 'two'", "mh schedule list");
        mh.run("schedule", "run", "two").exits(120).saysOneSentence("no schedule 'two'");
    }

    @Test
    void shouldRefuseAJobThatCannotBeMade() throws Exception {
        mh.file("wrong.yaml", "run: echo {}", "eech: [a]");
        mh.run("schedule", "add", SELDOM, "wrong.yaml").exits(120).saysOneSentence("wrong.yaml:2:1", "eech");
        mh.file("lost.yaml", "run: echo {}", "each: \"@gone\"");
        mh.run("schedule", "add", SELDOM, "lost.yaml").exits(120).saysOneSentence("lost.yaml:2:7", "does not exist");
        mh.stdin("a\n")
                .run("schedule", "add", SELDOM, "--each", "-", "--", "echo", "{}")
                .exits(120)
                .saysOneSentence("reads standard input", "@FILE");
        mh.run("schedule", "add", SELDOM, "gone.yaml").exits(120).saysOneSentence("gone.yaml", "does not exist");
        assertThat(schedules()).isEmpty();
    }
}
