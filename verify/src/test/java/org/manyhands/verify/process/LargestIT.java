package org.manyhands.verify.process;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What a worker elsewhere is given and gives back: as large as it may be, and one byte more. */
final class LargestIT extends FarWorkers {
    private static final int ITEM_BYTES_MAX = 64 << 10;
    private static final int JOB_FILE_BYTES_MAX = 1 << 20;
    /** With the end of its line. */
    private static final int ANSWER_BYTES_MAX = 16 << 20;

    /** More than a frame of a link may have. */
    private static final int LINE_BYTES = 9 << 20;

    private static String[] words(String... more) {
        String[] words = new String[ELSEWHERE.length + more.length + 1];
        words[0] = "run";
        System.arraycopy(ELSEWHERE, 0, words, 1, ELSEWHERE.length);
        System.arraycopy(more, 0, words, 1 + ELSEWHERE.length, more.length);
        return words;
    }

    private void item(int bytes) throws IOException {
        Files.writeString(mh.work().resolve("items"), "x".repeat(bytes) + "\n");
    }

    private void jobFile(int bytes) throws IOException {
        String job = "steps:\n  a: {resources: {far: 1}, run: [echo, done]}\n";
        Files.writeString(mh.work().resolve("job.yaml"), job + "#".repeat(bytes - job.length()));
    }

    /** Once, however large what it carried. */
    private void theLinkStayedUp() throws IOException {
        assertThat(Pattern.compile("Node n2 is attached").matcher(log()).results())
                .hasSize(1);
    }

    @Test
    void shouldCarryWhatIsAsLargeAsItMayBe() throws Exception {
        upAndListening();
        join(token(), "n2");
        item(ITEM_BYTES_MAX);
        assertThat(mh.run(words("--each", "@items", "--", "sh", "-c", "printf %s \"$1\" | wc -c", "x", "{}"))
                        .exits(0)
                        .out()
                        .strip())
                .isEqualTo(Integer.toString(ITEM_BYTES_MAX));
        jobFile(JOB_FILE_BYTES_MAX);
        assertThat(mh.run("run", "job.yaml").exits(0).out()).isEqualTo("done\n");
        assertThat(mh.run(words("--", "sh", "-c", "head -c " + LINE_BYTES + " /dev/zero | tr '\\0' x"))
                        .exits(0)
                        .stdout())
                .isEqualTo("x".repeat(LINE_BYTES).getBytes(US_ASCII));
        assertThat(answers(ANSWER_BYTES_MAX - 1).exits(0).stdout()).hasSize(ANSWER_BYTES_MAX);
        theLinkStayedUp();
    }

    /** A stream that answers an item with so many bytes. */
    private Ended answers(int bytes) throws Exception {
        mh.script("answers", "while read -r bytes; do head -c $bytes /dev/zero | tr '\\0' x; echo; done");
        return mh.run(words("--output-limit", "1G", "--stream", "./answers", ":::", Integer.toString(bytes)));
    }

    @Test
    void shouldSayOneSentenceOfWhatIsLarger() throws Exception {
        upAndListening();
        join(token(), "n2");
        item(ITEM_BYTES_MAX + 1);
        mh.run(words("--each", "@items", "--", "echo", "{}")).exits(120).saysOneSentence("item 1", "64KiB");
        jobFile(JOB_FILE_BYTES_MAX + 1);
        mh.run("run", "job.yaml").exits(120).saysOneSentence("job.yaml", "1MiB");
        Files.writeString(
                mh.work().resolve("job.yaml"),
                "steps:\n  a: {resources: {far: 1}, run: [echo, '" + "x".repeat(ITEM_BYTES_MAX) + "']}\n");
        mh.run("run", "job.yaml").exits(120).saysOneSentence("65_536");
        Ended answer = answers(ANSWER_BYTES_MAX);
        assertThat(answer.code()).isNotZero();
        assertThat(answer.saysNothingInternal().err()).contains("answer", Integer.toString(ANSWER_BYTES_MAX));
        assertThat(job("echo done-$1", 2).ended().exits(0).lines()).isEqualTo(numbered("done-", 2));
        theLinkStayedUp();
    }
}
