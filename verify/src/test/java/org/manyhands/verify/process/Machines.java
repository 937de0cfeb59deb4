package org.manyhands.verify.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ThreadLocalRandom;

/** Network namespaces of the test's own, all with a wire to one switch: machines on one network, as their processes see it. */
final class Machines {
    private final String name = "mh" + ThreadLocalRandom.current().nextInt(1_000_000);
    private final int count;
    private final List<String> made = new ArrayList<>();
    /** Of each machine those from which nothing reaches it. */
    private final SortedMap<Integer, SortedSet<Integer>> cuts = new TreeMap<>();

    private Machines(int count) {
        this.count = count;
    }

    /** Makes so many, numbered from 1. */
    static Machines connect(int count) throws IOException, InterruptedException {
        Machines machines = new Machines(count);
        try {
            machines.build();
        } catch (IOException | AssertionError failed) {
            machines.disconnect();
            throw failed;
        }
        return machines;
    }

    private void build() throws IOException, InterruptedException {
        add(centre());
        ip("-n", centre(), "link", "add", "switch", "type", "bridge");
        ip("-n", centre(), "link", "set", "switch", "up");
        for (int machine = 1; machine <= count; machine++) {
            add(space(machine));
            plugIn(machine);
        }
    }

    private void add(String space) throws IOException, InterruptedException {
        ip("netns", "add", space);
        made.add(space);
    }

    private void plugIn(int machine) throws IOException, InterruptedException {
        String space = space(machine);
        String port = "port" + machine;
        ip("link", "add", port, "netns", centre(), "type", "veth", "peer", "name", "wire", "netns", space);
        ip("-n", centre(), "link", "set", port, "master", "switch");
        ip("-n", centre(), "link", "set", port, "up");
        ip("-n", space, "address", "add", address(machine) + "/24", "dev", "wire");
        ip("-n", space, "link", "set", "lo", "up");
        ip("-n", space, "link", "set", "wire", "up");
        filter(machine, "add table inet cut; add chain inet cut in { type filter hook input priority 0; }");
    }

    private String centre() {
        return name + "s";
    }

    private String space(int machine) {
        return name + "m" + machine;
    }

    /** Where a machine is for the others. */
    static String address(int machine) {
        return "10.77.0." + machine;
    }

    /** The words before those of a command on a machine. */
    List<String> on(int machine) {
        return List.of("ip", "netns", "exec", space(machine));
    }

    /** Nothing of one reaches the other any more; the way back is another. */
    void cut(int from, int to) throws IOException, InterruptedException {
        if (cuts.computeIfAbsent(to, _ -> new TreeSet<>()).add(from)) {
            apply(to);
        }
    }

    void mend(int from, int to) throws IOException, InterruptedException {
        if (cuts.getOrDefault(to, new TreeSet<>()).remove(from)) {
            apply(to);
        }
    }

    void heal() throws IOException, InterruptedException {
        for (int to : cuts.keySet()) {
            cuts.getOrDefault(to, new TreeSet<>()).clear();
            apply(to);
        }
    }

    private void apply(int machine) throws IOException, InterruptedException {
        StringBuilder rules = new StringBuilder("flush chain inet cut in");
        for (int from : cuts.getOrDefault(machine, new TreeSet<>())) {
            rules.append("; add rule inet cut in ip saddr ")
                    .append(address(from))
                    .append(" drop");
        }
        filter(machine, rules.toString());
    }

    private void filter(int machine, String rules) throws IOException, InterruptedException {
        List<String> words = new ArrayList<>(on(machine));
        words.addAll(List.of("nft", rules));
        run(words);
    }

    private static void ip(String... words) throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(List.of("ip"));
        all.addAll(List.of(words));
        run(all);
    }

    private static void run(List<String> words) throws IOException, InterruptedException {
        int code = new ProcessBuilder(words).inheritIO().start().waitFor();
        assertThat(code).as("exit code of %s", words).isZero();
    }

    /** The processes on them keep their networks until they end. */
    void disconnect() throws IOException, InterruptedException {
        for (String space : made.reversed()) {
            ip("netns", "delete", space);
        }
        made.clear();
    }
}
