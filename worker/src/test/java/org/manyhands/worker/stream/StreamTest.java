package org.manyhands.worker.stream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.manyhands.wire.TaskRecord;
import org.manyhands.worker.lease.Start;
import org.manyhands.worker.lease.StepKey;
import org.manyhands.worker.process.Exit;
import org.manyhands.worker.process.Outcome;
import org.manyhands.worker.process.Usage;

/** A stream against a made-up program: whatever the program does, every item gets one result, and the right one. */
class StreamTest implements Supply {
    private static final StepKey STEP = new StepKey(1, 0);
    private static final long TIMEOUT_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final SortedMap<Integer, String> answers = new TreeMap<>();
    private final SortedMap<Integer, Failure> failures = new TreeMap<>();
    private final Stream stream =
            new Stream(this, new Terms(Framing.LINES, TIMEOUT_NANOS, 10_000, TimeUnit.SECONDS.toNanos(1)), this::nanos);
    private int items;
    private int given;
    private int deaths;
    private int lives;
    private long now;

    /** What a program does with a line; null: nothing. */
    private interface Program {
        @org.jspecify.annotations.Nullable String answer(String line) throws Death;
    }

    private static final class Death extends Exception {
        private static final long serialVersionUID = 1;
        private final int code;

        Death(int code) {
            this.code = code;
        }
    }

    private long nanos() {
        return now;
    }

    @Override
    public Optional<List<Question>> more(int max, boolean wait) {
        if (given == items) {
            return Optional.empty();
        }
        List<Question> more = new ArrayList<>();
        while (given < items && more.size() < max) {
            more.add(new Question(new Start(STEP, given, 1, 1, 0), ByteString.copyFromUtf8("i" + given)));
            given++;
        }
        return Optional.of(more);
    }

    @Override
    public void answered(Answered answered) {
        for (int i = 0; i < answered.questions().size(); i++) {
            int item = answered.questions().get(i).start().item();
            String answer = new String(answered.answers().answer(i), UTF_8);
            assertThat(answers.put(item, answer)).as("results of item %d", item).isNull();
        }
    }

    @Override
    public void failed(Question question, Failure failure) {
        assertThat(failures.put(question.start().item(), failure)).isNull();
    }

    private void run(int count, boolean keepsBack, Program program) {
        items = count;
        while (stream.goesOn()) {
            lives++;
            Life life = stream.begin();
            stream.ended(life, live(life, keepsBack, program));
            assertThat(lives).as("lives of the program").isLessThan(20 * count + 100);
        }
    }

    /** One process: fed as the dialogue will, answering line by line, in a time that only passes when nothing else happens. */
    private Exit live(Life life, boolean keepsBack, Program program) {
        ByteBuffer input = ByteBuffer.allocate(37);
        StringBuilder lines = new StringBuilder();
        StringBuilder kept = new StringBuilder();
        while (true) {
            life.ask(input.clear());
            lines.append(UTF_8.decode(input.flip()));
            boolean atEnd = input.limit() == 0 && life.over();
            boolean heard = false;
            while (lines.indexOf("\n") >= 0) {
                String line = lines.substring(0, lines.indexOf("\n"));
                lines.delete(0, line.length() + 1);
                try {
                    String answer = program.answer(line);
                    kept.append(answer == null ? "" : answer);
                } catch (Death death) {
                    deaths++;
                    if (!keepsBack && !hear(life, kept)) {
                        return stopped();
                    }
                    return exited(death.code);
                }
                if (!keepsBack) {
                    heard = true;
                    if (!hear(life, kept)) {
                        return stopped();
                    }
                }
            }
            if (atEnd) {
                return hear(life, kept) ? exited(0) : stopped();
            }
            if (!heard && input.limit() == 0) {
                now = life.wakeNanos() == Life.NEVER ? now + 1_000_000 : Math.max(now + 1, life.wakeNanos());
                if (life.late(now)) {
                    return stopped();
                }
            }
        }
    }

    private boolean hear(Life life, StringBuilder kept) {
        now += 1_000;
        boolean fine =
                kept.isEmpty() || life.hear(ByteBuffer.wrap(kept.toString().getBytes(UTF_8)));
        kept.setLength(0);
        return fine;
    }

    private static Exit exited(int code) {
        return new Exit(new Outcome.Exited(code), Usage.NONE, 1, 0);
    }

    private static Exit stopped() {
        return new Exit(new Outcome.Stopped(Outcome.Reason.TIMED_OUT, -1, 15), Usage.NONE, 1, 0);
    }

    private void assertAllBut(int count, Set<Integer> bad) {
        assertThat(failures.keySet()).as("failed").isEqualTo(bad);
        IntStream.range(0, count)
                .filter(item -> !bad.contains(item))
                .forEach(item ->
                        assertThat(answers.get(item)).as("answer to %d", item).isEqualTo("<i" + item + ">\n"));
        assertThat(answers).hasSize(count - bad.size());
    }

    private Failure failure(int item) {
        return java.util.Objects.requireNonNull(failures.get(item));
    }

    private static int number(String line) {
        return Integer.parseInt(line.substring(1));
    }

    @Test
    void shouldAnswerAllInOneLife() {
        run(20_000, false, line -> "<" + line + ">\n");
        assertAllBut(20_000, Set.of());
        assertThat(lives).isEqualTo(1);
    }

    @Test
    void shouldFindOutAProgramThatAnswersOnlyAtItsEnd() {
        run(20_000, true, line -> "<" + line + ">\n");
        assertAllBut(20_000, Set.of());
        assertThat(lives).as("a life for each batch, and batches grow").isLessThan(30);
    }

    @Test
    void shouldFailTheItemsAtWhichTheProgramDiesAndNoOther() {
        for (int seed = 0; seed < 60; seed++) {
            Random random = new Random(seed);
            StreamTest test = new StreamTest();
            int count = 1 + random.nextInt(3_000);
            Set<Integer> bad = new TreeSet<>();
            for (int i = random.nextInt(6); i > 0; i--) {
                bad.add(random.nextInt(count));
            }
            boolean keepsBack = random.nextBoolean();
            test.run(count, keepsBack, line -> {
                if (bad.contains(number(line))) {
                    throw new Death(3);
                }
                return "<" + line + ">\n";
            });
            test.assertAllBut(count, bad);
            assertThat(test.failures.values())
                    .allSatisfy(failure -> assertThat(failure.exitCode()).isEqualTo(3));
            assertThat(test.deaths).as("deaths with seed %d", seed).isLessThanOrEqualTo(14 * bad.size());
        }
    }

    @Test
    void shouldFailTheItemThatIsAnsweredTwice() {
        run(3_000, false, line -> number(line) == 1_234 ? "one\ntwo\n" : "<" + line + ">\n");
        assertAllBut(3_000, Set.of(1_234));
        assertThat(failure(1_234).outcome()).isEqualTo(TaskRecord.Outcome.ANSWER);
    }

    @Test
    void shouldFailTheItemWithoutAnAnswerWhenItsTimeIsOver() {
        run(3_000, false, line -> number(line) == 1_234 ? null : "<" + line + ">\n");
        assertAllBut(3_000, Set.of(1_234));
        assertThat(failure(1_234).outcome()).isEqualTo(TaskRecord.Outcome.TIMED_OUT);
    }

    @Test
    void shouldFailTheItemWithoutAnAnswerWhenTheProgramKeepsItsAnswersBack() {
        run(3_000, true, line -> number(line) == 1_234 ? null : "<" + line + ">\n");
        assertAllBut(3_000, Set.of(1_234));
        assertThat(failure(1_234).sentence()).contains("without an answer");
    }

    @Test
    void shouldStartAProgramAgainThatEndsAfterSomeItems() {
        int[] answered = {0};
        run(500, false, line -> {
            if (answered[0]++ % 7 == 6) {
                throw new Death(0);
            }
            return "<" + line + ">\n";
        });
        assertAllBut(500, Set.of());
    }

    @Test
    void shouldFailTheItemWhoseAnswerIsTooLong() {
        run(300, false, line -> number(line) == 77 ? "x".repeat(20_000) + "\n" : "<" + line + ">\n");
        assertAllBut(300, Set.of(77));
        assertThat(failure(77).outcome()).isEqualTo(TaskRecord.Outcome.OUTPUT_LIMIT);
    }

    @Test
    void shouldNotTrustAnswersThatMayBelongToOthers() {
        run(3_000, false, line -> {
            if (number(line) == 1_500) {
                return "";
            }
            if (number(line) == 1_600) {
                throw new Death(4);
            }
            return "<" + line + ">\n";
        });
        assertAllBut(3_000, Set.of(1_500, 1_600));
    }

    @Test
    void shouldAskAgainInSmallerPartsWhenAnswersAreTooManyBytes() {
        StreamTest large = new StreamTest();
        String padding = "x".repeat(5_000);
        large.run(35_000, false, line -> number(line) < 30_000 ? line + "\n" : line + padding + "\n");
        assertThat(large.failures).isEmpty();
        assertThat(large.answers).hasSize(35_000);
        assertThat(large.lives).as("one more for each batch that was too much").isGreaterThan(1);
    }

    @Test
    void shouldFailEachItemOfAProgramThatAlwaysDies() {
        run(100, false, line -> {
            throw new Death(9);
        });
        assertThat(failures).hasSize(100);
        assertThat(deaths).as("one death an item").isEqualTo(100);
    }

    @Test
    void shouldFailWhatWaitsWhenThereIsNoProgram() {
        items = 3;
        while (stream.goesOn()) {
            Outcome.NotStarted missing = new Outcome.NotStarted(127, "no such command");
            stream.ended(stream.begin(), new Exit(missing, Usage.NONE, 0, 0));
        }
        assertThat(failures).hasSize(3);
        assertThat(failure(0).sentence()).isEqualTo("no such command");
    }
}
