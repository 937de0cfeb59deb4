package org.manyhands.verify.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/** Network namespaces of the test's own on one switch: machines on one network, by their names, as their processes see it. */
final class Machines {
    private final String prefix = "mh" + ThreadLocalRandom.current().nextInt(1_000_000);
    private final List<String> names;
    private final List<String> made = new ArrayList<>();

    private Machines(List<String> names) {
        this.names = List.copyOf(names);
    }

    static Machines connect(List<String> names) throws IOException, InterruptedException {
        Machines machines = new Machines(names);
        String hub = machines.add("hub");
        run("ip", "-n", hub, "link", "add", "switch", "type", "bridge");
        run("ip", "-n", hub, "link", "set", "switch", "up");
        for (String each : names) {
            machines.plug(hub, each);
        }
        return machines;
    }

    private String add(String name) throws IOException, InterruptedException {
        String machine = machine(name);
        run("ip", "netns", "add", machine);
        made.add(machine);
        return machine;
    }

    private String machine(String name) {
        return prefix + name;
    }

    private void plug(String hub, String name) throws IOException, InterruptedException {
        String machine = add(name);
        run("ip", "link", "add", "wire", "netns", machine, "type", "veth", "peer", "name", name, "netns", hub);
        run("ip", "-n", hub, "link", "set", name, "master", "switch", "up");
        run("ip", "-n", machine, "address", "add", address(name) + "/24", "dev", "wire");
        run("ip", "-n", machine, "link", "set", "lo", "up");
        run("ip", "-n", machine, "link", "set", "wire", "up");
        nft(machine, "add table inet cut");
        nft(machine, "add chain inet cut in { type filter hook input priority 0; }");
    }

    /** Where one of them is, on the network. */
    String address(String name) {
        return "10.77.1." + (1 + names.indexOf(name));
    }

    /** The words before those of a command on one of them. */
    List<String> on(String name) {
        return List.of("ip", "netns", "exec", machine(name));
    }

    /** Nothing of one reaches the other any more; the way back is another. */
    void cut(String from, String to) throws IOException, InterruptedException {
        nft(machine(to), "add rule inet cut in ip saddr " + address(from) + " drop");
    }

    void heal() throws IOException, InterruptedException {
        for (String each : names) {
            nft(machine(each), "flush chain inet cut in");
        }
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
        for (String each : made) {
            run("ip", "netns", "delete", each);
        }
    }
}
