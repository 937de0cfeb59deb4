package org.manyhands.verify.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Items in, results out: order, exactness, bytes. */
final class OutputIT {
    @RegisterExtension
    final Mh mh = new Mh();

    @Test
    void shouldPrintInItemOrderAlthoughTasksFinishInAnother() throws Exception {
        String numbers = String.join(
                        "\n",
                        IntStream.rangeClosed(1, 100)
                                .mapToObj(Integer::toString)
                                .toList()) + "\n";
        Ended ended = mh.stdin(numbers)
                .run("run", "--each", "-", "--", "sh", "-c", "sleep 0.0$((9 - $1 % 10)); echo \"$1\"", "x", "{}")
                .exits(0);
        assertThat(ended.out()).isEqualTo(numbers);
    }

    @Test
    void shouldPassEachItemAsOneArgument() throws Exception {
        String[] items = {"a b", "\"q\"", "$HOME", "*", "new\nline", "", "'", "{}", "\\", "ümläut"};
        String[] words = {"run", "--", "printf", "[%s]\\n", "{}", ":::"};
        String[] all = java.util.stream.Stream.of(words, items)
                .flatMap(java.util.Arrays::stream)
                .toArray(String[]::new);
        Ended ended = mh.run(all).exits(0);
        StringBuilder expected = new StringBuilder();
        for (String item : items) {
            expected.append('[').append(item).append("]\n");
        }
        assertThat(ended.out()).isEqualTo(expected.toString());
    }

    @Test
    void shouldKeepBytesThatAreNoText() throws Exception {
        byte[] all = new byte[256];
        for (int i = 0; i < all.length; i++) {
            all[i] = (byte) i;
        }
        java.nio.file.Files.write(mh.work().resolve("bytes"), all);
        Ended ended = mh.run("run", "sh", "-c", "cat bytes; cat bytes >&2").exits(0);
        assertThat(ended.stdout()).isEqualTo(all);
        assertThat(ended.stderr()).isEqualTo(all);
    }

    @Test
    void shouldTakeItemsThatAreNoUtf8() throws Exception {
        byte[] items = {(byte) 0xff, (byte) 0xfe, 0, 'a', '\n', 'b', 0, (byte) 0xc3, 0};
        Ended ended = mh.stdin(items)
                .run("run", "-0", "--each", "-", "--", "printf", "[%s]", "{}")
                .exits(0);
        assertThat(ended.stdout()).isEqualTo(new byte[] {
            '[', (byte) 0xff, (byte) 0xfe, ']', '[', 'a', '\n', 'b', ']', '[', (byte) 0xc3, ']'
        });
    }

    @Test
    void shouldRefuseWordsWhoseBytesItCannotRead() throws Exception {
        mh.shell("LC_ALL=C.UTF-8 mh run echo {} ::: a \"$(printf '\\377')\"")
                .exits(120)
                .saysOneSentence("standard input");
        Ended ended = mh.shell("LC_ALL=C mh run echo {} ::: a ü");
        if (ended.code() == 0) {
            assertThat(ended.lines()).isEqualTo(List.of("a", "ü"));
        } else {
            ended.exits(120).saysOneSentence("LC_ALL");
        }
    }

    @Test
    void shouldDeliverFiveMegabytesOfOutput() throws Exception {
        Ended ended = mh.run("run", "sh", "-c", "i=0; head -c 5000000 /dev/zero | tr '\\0' x; echo said >&2")
                .exits(0);
        assertThat(ended.stdout()).hasSize(5_000_000).containsOnly('x');
        assertThat(ended.err()).isEqualTo("said\n");
    }

    @Test
    void shouldFailClearlyWhenATaskWritesMoreThanItMay() throws Exception {
        Ended ended = mh.run("run", "--output-limit", "1M", "sh", "-c", "head -c 5000000 /dev/zero");
        assertThat(ended.code()).isNotZero();
        assertThat(ended.err()).contains("output").contains("limit");
        ended.saysNothingInternal();
    }

    @Test
    void shouldEndWhenNobodyReadsItsOutput() throws Exception {
        Ended ended = mh.shell("mh run --each 1..100000 -- sh -c 'echo $1; sleep 0.05' x {} | head -n 1")
                .exits(0);
        assertThat(ended.out()).isEqualTo("1\n");
        ended.saysNothingInternal();
        Until.holds("no task left", () -> mh.processes().tasks().isEmpty());
    }

    @Test
    void shouldGiveResultsUnorderedWhenAsked() throws Exception {
        Ended ended = mh.run("run", "--unordered", "--", "sh", "-c", "sleep $1; echo $1", "x", "{}", ":::", "3", "0.1")
                .exits(0);
        assertThat(ended.lines()).isEqualTo(List.of("0.1", "3"));
        assertThat(ended.stdout()).isEqualTo("0.1\n3\n".getBytes(StandardCharsets.UTF_8));
    }
}
