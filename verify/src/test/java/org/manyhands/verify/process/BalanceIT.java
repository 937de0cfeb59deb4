package org.manyhands.verify.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Workers come over one control node, and end up at all of them, while they work. */
final class BalanceIT extends ThreeControls {
    private static final Pattern LINK = Pattern.compile("(?m)^link +to (\\S+), ");
    private static final List<String> WORKERS = List.of("w1", "w2", "w3", "w4");

    private void workers() throws Exception {
        for (String worker : WORKERS) {
            started(worker, "join", token(), "--name", worker, "--resources", "cpu=1,far=1");
            isUp(worker);
        }
    }

    /** How many workers each control node has; of who has none there is nothing. */
    private Map<String, Integer> attached() throws Exception {
        Map<String, Integer> attached = new TreeMap<>();
        for (String worker : WORKERS) {
            Ended shown = mh.run("node", "show", worker, "--data", data("c1"));
            Matcher link = LINK.matcher(shown.out());
            if (link.find()) {
                attached.merge(link.group(1), 1, Integer::sum);
            }
        }
        return attached;
    }

    /** At least one and at most two at each, and all of them somewhere. */
    private boolean even(int controls) throws Exception {
        Map<String, Integer> attached = attached();
        return attached.size() == controls
                && attached.values().stream().mapToInt(each -> each).sum() == WORKERS.size()
                && attached.values().stream().allMatch(each -> each <= (WORKERS.size() + controls - 1) / controls);
    }

    @Test
    void shouldAttachWorkersEvenlyWhileTheyWork() throws Exception {
        three();
        workers();
        Started run = mh.start(
                "run",
                "--data",
                data("c1"),
                "--resources",
                "far=1",
                "--each",
                "1..200",
                "--",
                "sh",
                "-c",
                "echo $1 >>started; test $1 -le 100 || until test -e go; do sleep 0.05; done; sleep 0.2; echo $1",
                "x",
                "{}");
        Until.holds("three control nodes have workers", () -> even(3));

        String gone = leader("c1").equals("c3") ? "c2" : "c3";
        kill(gone);
        Until.holds("its workers are elsewhere", () -> even(2));
        again(gone);
        isUp(gone);
        Until.holds("it has some again", () -> even(3));

        Files.createFile(mh.work().resolve("go"));
        List<String> all =
                IntStream.rangeClosed(1, 200).mapToObj(String::valueOf).toList();
        assertThat(run.ended().exits(0).lines()).isEqualTo(all);
        assertThat(Files.readAllLines(mh.work().resolve("started"))).containsExactlyInAnyOrderElementsOf(all);
    }
}
