package org.manyhands.verify.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Three control nodes and four workers, each a process on a machine of its own. */
final class Fleet implements AutoCloseable {
    static final List<String> CONTROLS = List.of("c1", "c2", "c3");
    static final List<String> WORKERS = List.of("w1", "w2", "w3", "w4");
    static final List<String> ALL =
            Stream.concat(CONTROLS.stream(), WORKERS.stream()).toList();

    private static final int PORT = 7420;

    /** Seven of them start on a machine that may be busy. */
    private static final long UP_SECONDS_MAX = 240;

    private final Mh mh;
    private final Machines machines;
    private final Map<String, Started> processes = new TreeMap<>();

    private Fleet(Mh mh, Machines machines) {
        this.mh = mh;
        this.machines = machines;
    }

    /** Starts all of them. */
    static Fleet start(Mh mh) throws Exception {
        Fleet fleet = new Fleet(mh, Machines.connect(ALL.size()));
        try {
            fleet.found();
        } catch (Exception | AssertionError failed) {
            fleet.close();
            throw failed;
        }
        return fleet;
    }

    private void found() throws Exception {
        node("c1", "up", "--listen", Machines.address(1) + ":" + PORT, "--name", "c1");
        isUp("c1");
        for (String control : List.of("c2", "c3")) {
            String at = Machines.address(number(control)) + ":" + PORT;
            node(control, "join", token("--role", "control"), "--role", "control", "--listen", at, "--name", control);
            isUp(control);
        }
        Until.holds("three control nodes", () -> up("c1").containsAll(CONTROLS));
        String token = token("--uses", Integer.toString(WORKERS.size()));
        for (String worker : WORKERS) {
            node(worker, "join", token, "--name", worker);
        }
        for (String worker : WORKERS) {
            isUp(worker);
        }
    }

    /** From 1. */
    static int number(String node) {
        return ALL.indexOf(node) + 1;
    }

    String data(String node) {
        return mh.root().resolve(node).toString();
    }

    Machines machines() {
        return machines;
    }

    /** The newest process of a node. */
    Started process(String node) {
        return Objects.requireNonNull(processes.get(node));
    }

    private void node(String node, String... words) throws IOException {
        List<String> all = new ArrayList<>(List.of(words));
        all.addAll(List.of("--resources", CONTROLS.contains(node) ? "cpu=2" : "cpu=4"));
        processes.put(node, on(node, all.toArray(String[]::new)));
    }

    void again(String node) throws IOException {
        node(node, "up");
    }

    void isUp(String node) throws InterruptedException {
        Started process = process(node);
        boolean up = Until.trueWithinSeconds(UP_SECONDS_MAX, () -> {
            if (!process.isAlive()) {
                throw new AssertionError("node " + node + " has ended: " + process.errSoFar());
            }
            return process.errSoFar().contains("is up");
        });
        assertThat(up).as("node %s is up: %s", node, process.errSoFar()).isTrue();
    }

    /** A command on a machine, with the directory of its node. */
    Started on(String node, String... words) throws IOException {
        List<String> all = new ArrayList<>(List.of(words));
        all.addAll(1, List.of("--data", data(node)));
        mh.on(machines.on(number(node)));
        return mh.start(all.toArray(String[]::new));
    }

    private String token(String... options) throws Exception {
        List<String> words = new ArrayList<>(List.of("create"));
        words.addAll(List.of(options));
        words.addFirst("token");
        words.addAll(List.of("--data", data("c1")));
        mh.on(machines.on(1));
        return mh.run(words.toArray(String[]::new)).exits(0).lines().getFirst();
    }

    /** Which nodes are up, as one of them tells. */
    List<String> up(String asked) throws Exception {
        mh.on(machines.on(number(asked)));
        return mh.run("node", "list", "--data", data(asked)).exits(0).lines().stream()
                .filter(line -> line.matches("\\S+ +(leader|control|worker) +up .*"))
                .map(line -> line.split(" ", 2)[0])
                .toList();
    }

    /** SIGTERM for all, workers first, and waits until each has ended in order. */
    void stop() throws Exception {
        for (List<String> some : List.of(WORKERS, CONTROLS)) {
            for (String node : some) {
                process(node).terminate();
            }
            for (String node : some) {
                process(node).ended().exits(0);
            }
        }
    }

    @Override
    public void close() throws IOException {
        try {
            machines.disconnect();
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted; network namespaces are left", stop);
        }
    }
}
