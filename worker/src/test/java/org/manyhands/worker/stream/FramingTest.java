package org.manyhands.worker.stream;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.manyhands.store.ByteWriter;

class FramingTest {
    private static final int MAX = 1_000;

    @Test
    void shouldCutLinesWhereverTheBytesAreCut() {
        for (long seed = 0; seed < 300; seed++) {
            Random random = new Random(seed);
            List<byte[]> expected = new ArrayList<>();
            ByteWriter written = new ByteWriter();
            for (int i = 0; i < random.nextInt(30); i++) {
                byte[] line = bytes(random, random.nextInt(200));
                for (int at = 0; at < line.length; at++) {
                    line[at] = line[at] == '\n' ? (byte) ' ' : line[at];
                }
                byte[] whole = new ByteWriter().raw(line).u8('\n').toBytes();
                expected.add(whole);
                written.raw(whole);
            }
            Answers answers = read(Framing.LINES, written.toBytes(), expected.size(), random);
            assertEquals(seed, answers, expected);
        }
    }

    @Test
    void shouldCutFramesWhereverTheBytesAreCut() {
        for (long seed = 0; seed < 300; seed++) {
            Random random = new Random(seed);
            List<byte[]> expected = new ArrayList<>();
            List<Boolean> failed = new ArrayList<>();
            ByteWriter written = new ByteWriter();
            for (int i = 0; i < random.nextInt(30); i++) {
                byte[] answer = bytes(random, random.nextInt(200));
                boolean refused = answer.length > 0 && random.nextBoolean();
                expected.add(answer);
                failed.add(refused);
                written.u32(refused ? -answer.length : answer.length).raw(answer);
            }
            Answers answers = read(Framing.LENGTH, written.toBytes(), expected.size(), random);
            assertEquals(seed, answers, expected);
            for (int i = 0; i < failed.size(); i++) {
                assertThat(answers.failed(i)).as("seed %d answer %d", seed, i).isEqualTo(failed.get(i));
            }
        }
    }

    @Test
    void shouldReadBackWhatItWrites() {
        Random random = new Random(1);
        ByteWriter written = new ByteWriter();
        List<byte[]> items = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            items.add(bytes(random, i));
            Framing.LENGTH.write(ByteString.copyFrom(items.get(i)), written);
        }
        assertEquals(1, read(Framing.LENGTH, written.toBytes(), items.size(), random), items);
    }

    @Test
    void shouldRefuseAnItemOfTwoLinesOnlyWhereLinesAreItems() {
        ByteString two = ByteString.copyFromUtf8("a\nb");
        assertThat(Framing.LINES.refusal(two))
                .hasValueSatisfying(sentence -> assertThat(sentence).contains("framing: length"));
        assertThat(Framing.LENGTH.refusal(two)).isEmpty();
        assertThat(Framing.LINES.refusal(ByteString.EMPTY)).isEmpty();
    }

    @Test
    void shouldStopAtAnAnswerThatIsTooLong() {
        byte[] line = bytes(new Random(2), MAX + 1);
        java.util.Arrays.fill(line, (byte) 'x');
        assertThat(Framing.LINES.reader().read(line, 0, line.length, new Answers(1), MAX))
                .isEqualTo(AnswerReader.TOO_LONG);
        byte[] head = new ByteWriter().u32(MAX + 1).toBytes();
        assertThat(Framing.LENGTH.reader().read(head, 0, head.length, new Answers(1), MAX))
                .isEqualTo(AnswerReader.TOO_LONG);
        byte[] lowest = new ByteWriter().u32(Integer.MIN_VALUE).toBytes();
        assertThat(Framing.LENGTH.reader().read(lowest, 0, lowest.length, new Answers(1), MAX))
                .isEqualTo(AnswerReader.TOO_LONG);
    }

    private static Answers read(Framing framing, byte[] bytes, int count, Random random) {
        AnswerReader reader = framing.reader();
        Answers answers = new Answers(count);
        int at = 0;
        while (at < bytes.length) {
            int end = Math.min(bytes.length, at + 1 + random.nextInt(50));
            while (at < end) {
                at = reader.read(bytes, at, end, answers, MAX);
            }
        }
        return answers;
    }

    private static void assertEquals(long seed, Answers answers, List<byte[]> expected) {
        assertThat(answers.count()).as("seed %d", seed).isEqualTo(expected.size());
        for (int i = 0; i < expected.size(); i++) {
            assertThat(answers.answer(i)).as("seed %d answer %d", seed, i).isEqualTo(expected.get(i));
        }
    }

    private static byte[] bytes(Random random, int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }
}
