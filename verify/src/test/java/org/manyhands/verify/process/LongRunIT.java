package org.manyhands.verify.process;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The whole cluster for a while: nodes are killed, stand still and are cut off while it works. {@code dev/long} does more of it. */
final class LongRunIT {
    private static final long SEED = Long.getLong("mh.long.seed", 1);
    private static final int MILLIS = 40_000;
    private static final int TASKS = 5_000;

    @RegisterExtension
    final Mh mh = new Mh();

    @Test
    void shouldGiveEachResultOnceWhateverHappensToItsNodes() throws Exception {
        assumeTrue(
                System.getProperty("user.name").equals("root") || "true".equals(System.getenv("CI")),
                "network namespaces are made by root");
        System.out.println(
                "report: long run of seed " + SEED + ": " + new LongRun(mh, Storm.drawn(SEED, MILLIS), TASKS).run());
    }
}
