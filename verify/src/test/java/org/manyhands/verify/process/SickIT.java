package org.manyhands.verify.process;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** A node on which nothing works, beside one on which everything does. */
final class SickIT extends FarWorkers {
    private static final String FAILS_ON_N2 =
            "if test $MH_NODE = n2; then echo libfoo.so is missing >&2; exit 3; fi; echo done-$1";

    private String nodes() throws Exception {
        return mh.run("node", "list").exits(0).out();
    }

    @Test
    void shouldSetASickNodeAsideAndSayWhy() throws Exception {
        upAndListening();
        String token = token("--uses", "2");
        join(token, "n3");
        join(token, "n2");
        Started run = job(FAILS_ON_N2, 300, "--retry", "20");
        Until.holds("n2 is set aside", () -> nodes().matches("(?s).*n2 +worker +set aside.*"));
        assertThat(run.ended().exits(0).lines()).isEqualTo(numbered("done-", 300));
        assertThat(mh.run("node", "show", "n2").exits(0).out())
                .contains(
                        "set aside",
                        "tasks failed there in a row, and",
                        "of them succeeded elsewhere: exit 3",
                        "--undo");
        assertThat(nodes()).containsPattern("n3 +worker +up");
        assertThat(events()).contains("node n2 is set aside, and tried again later:", "tasks failed there in a row");
        mh.run("node", "drain", "n2", "--undo").exits(0);
        assertThat(nodes()).containsPattern("n2 +worker +up");
    }
}
