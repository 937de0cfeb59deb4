package org.manyhands.verify.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A node forgets what has ended when it was told to, and nothing else. */
final class RetentionIT {
    @RegisterExtension
    final Mh mh = new Mh();

    private List<String> jobs() {
        try {
            return mh.run("jobs", "-o", "ids").exits(0).lines();
        } catch (IOException | InterruptedException failed) {
            throw new IllegalStateException(failed);
        }
    }

    @Test
    void shouldForgetByAgeOnlyWhatHasEnded() throws Exception {
        mh.run("run", "--", "true").exits(0);
        Started node = mh.up("--keep", "0s");
        String living = mh.run("submit", "--", "sh", "-c", "while ! test -e go; do sleep 0.1; done")
                .exits(0)
                .lines()
                .getFirst();
        Until.holds("what has ended is forgotten", () -> jobs().equals(List.of(living)));
        mh.file("go", "");
        Until.holds("the other one too, when it ends", () -> jobs().isEmpty());
        assertThat(mh.run("events").exits(0).out()).contains("removed by");
        node.terminate();
        node.ended().exits(0);
    }

    @Test
    void shouldForgetBySizeWhatEndedFirst() throws Exception {
        for (int i = 0; i < 3; i++) {
            mh.run("run", "--", "head", "-c", "1000000", "/dev/urandom").exits(0);
        }
        List<String> before = jobs();
        Started node = mh.up("--keep-size", "2500K");
        Until.holds("one is forgotten", () -> jobs().size() < 3);
        assertThat(jobs()).hasSize(2).isSubsetOf(before).doesNotContain("1");
        node.terminate();
        node.ended().exits(0);
    }

    @Test
    void shouldRefuseWhatIsNoAgeAndNoSize() throws Exception {
        mh.run("up", "--keep", "soon").exits(120).saysOneSentence("--keep", "'soon' is not a duration");
        mh.run("up", "--keep-size", "much").exits(120).saysOneSentence("--keep-size", "'much' is not a size");
    }
}
