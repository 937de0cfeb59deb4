package org.manyhands.verify.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Work goes where its input is, and inputs go from worker to worker. */
final class LocalityIT extends FarWorkers {
    private static final int MIB = 1 << 20;

    @BeforeEach
    void up() throws Exception {
        upAndListening("--label", "zone=a");
    }

    private void input(int mebibytes) throws Exception {
        byte[] content = new byte[mebibytes * MIB];
        new Random(1).nextBytes(content); // nothing that a store could make smaller
        Files.write(mh.work().resolve("input"), content);
    }

    private void workers(String... zones) throws Exception {
        String token = token("--uses", "9");
        for (int i = 0; i < zones.length; i++) {
            join(token, "w" + (i + 1), "--label", "zone=" + zones[i]);
        }
    }

    private List<String> ran(int tasks, String script) throws Exception {
        return job(script, tasks, "--in", "input").ended().exits(0).lines();
    }

    /** Takes as long as the test wants, and says where it is. */
    private String waits() {
        return "echo $1 >>'" + mh.work() + "/starts'; until test -e '" + mh.work()
                + "/go'; do sleep 0.1; done; echo $MH_NODE";
    }

    private long given(String node) throws Exception {
        String json = mh.run("node", "list", "-o", "json").exits(0).out();
        String own = json.substring(json.indexOf("\"node\" : \"" + node + "\""));
        String number = own.substring(own.indexOf("\"givenBytes\" : ") + 15);
        return Long.parseLong(number.substring(0, number.indexOf('\n')).strip());
    }

    private boolean ready(String node) {
        try {
            return mh.run("node", "show", node).out().contains("1 of 1 MiB or more lie ready");
        } catch (Exception broken) {
            throw new IllegalStateException(broken);
        }
    }

    @Test
    void shouldRunWhereTheInputLiesReady() throws Exception {
        input(8);
        workers("a", "a", "a");
        String first = ran(1, "echo $MH_NODE").getFirst();
        Until.holds("the cluster knows that it is there", () -> ready(first));
        assertThat(ran(2, "echo $MH_NODE")).containsOnly(first);
    }

    @Test
    void shouldRunInTheZoneOfTheInputFirst() throws Exception {
        input(8);
        workers("b", "a");
        assertThat(ran(2, "echo $MH_NODE")).containsExactly("w2", "w2");
        Started more = job(waits(), 4, "--in", "input");
        Until.holds("all four run", () -> mh.lines("starts").size() == 4);
        Files.createFile(mh.work().resolve("go"));
        List<String> nodes = new ArrayList<>(more.ended().exits(0).lines());
        Collections.sort(nodes);
        assertThat(nodes).containsExactly("w1", "w1", "w2", "w2");
    }

    @Test
    void shouldSpreadOverZones() throws Exception {
        workers("a", "a", "b");
        Files.createFile(mh.work().resolve("go"));
        assertThat(job(waits(), 4, "--spread", "zone").ended().exits(0).lines())
                .filteredOn("w3"::equals)
                .hasSize(2);
    }

    @Test
    void shouldGiveInputsFromWorkerToWorker() throws Exception {
        input(48);
        workers("a", "a", "a");
        String seen = Files.createDirectory(mh.work().resolve("seen")).toString();
        String sum = "sha256sum input | cut -c1-8; until test $(ls '" + seen + "' | wc -l) -ge 3; do touch '" + seen
                + "'/$MH_NODE; sleep 0.1; done";
        List<String> sums = ran(6, sum);
        assertThat(sums).hasSize(6);
        assertThat(sums.stream().distinct()).hasSize(1);
        Until.holds("half of what was read came from others", () -> {
            try {
                return given("w1") + given("w2") + given("w3") > 90L * MIB;
            } catch (Exception broken) {
                throw new IllegalStateException(broken);
            }
        });
    }

    @Test
    void shouldReadFromTheControlNodeWhereWorkersGiveNothing() throws Exception {
        input(8);
        String token = token("--uses", "2");
        join(token, "w1", "--share", "off");
        join(token, "w2", "--share", "off");
        assertThat(ran(4, "wc -c <input")).containsOnly(String.valueOf(8 * MIB));
        assertThat(given("w1") + given("w2")).isZero();
    }
}
