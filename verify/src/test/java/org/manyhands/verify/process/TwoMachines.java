package org.manyhands.verify.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/** Two network namespaces of the test's own with a wire between them: two machines on one network, as their processes see it. */
final class TwoMachines {
    /** Where the first one is, on the wire. */
    static final String FIRST = "10.77.0.1";

    private static final String SECOND = "10.77.0.2";

    private final String first;
    private final String second;

    private TwoMachines(String first, String second) {
        this.first = first;
        this.second = second;
    }

    static TwoMachines connect() throws IOException, InterruptedException {
        String name = "mh" + ThreadLocalRandom.current().nextInt(1_000_000);
        TwoMachines made = new TwoMachines(name + "a", name + "b");
        run("ip", "netns", "add", made.first);
        run("ip", "netns", "add", made.second);
        run(
                "ip",
                "link",
                "add",
                "wire",
                "netns",
                made.first,
                "type",
                "veth",
                "peer",
                "name",
                "wire",
                "netns",
                made.second);
        made.up(made.first, FIRST);
        made.up(made.second, SECOND);
        return made;
    }

    private void up(String machine, String address) throws IOException, InterruptedException {
        run("ip", "-n", machine, "address", "add", address + "/24", "dev", "wire");
        run("ip", "-n", machine, "link", "set", "lo", "up");
        run("ip", "-n", machine, "link", "set", "wire", "up");
        nft(machine, "add table inet cut");
        nft(machine, "add chain inet cut in { type filter hook input priority 0; }");
    }

    /** The words before those of a command on the first machine. */
    List<String> first() {
        return List.of("ip", "netns", "exec", first);
    }

    List<String> second() {
        return List.of("ip", "netns", "exec", second);
    }

    /** Nothing of the first reaches the second any more; the way back is another. */
    void cutToSecond() throws IOException, InterruptedException {
        nft(second, "add rule inet cut in ip saddr " + FIRST + " drop");
    }

    /** Nothing of the second reaches the first any more. */
    void cutToFirst() throws IOException, InterruptedException {
        nft(first, "add rule inet cut in ip saddr " + SECOND + " drop");
    }

    void heal() throws IOException, InterruptedException {
        nft(first, "flush chain inet cut in");
        nft(second, "flush chain inet cut in");
    }

    private static void nft(String machine, String command) throws IOException, InterruptedException {
        run("ip", "netns", "exec", machine, "nft", command);
    }

    private static void run(String... words) throws IOException, InterruptedException {
        int code = new ProcessBuilder(words).inheritIO().start().waitFor();
        assertThat(code).as("exit code of %s", List.of(words)).isZero();
    }

    /** The processes on them keep their networks until they end. */
    void disconnect() throws IOException, InterruptedException {
        run("ip", "netns", "delete", first);
        run("ip", "netns", "delete", second);
    }
}
