package org.manyhands.verify.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.NavigableMap;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A job of many short tasks on a fleet over which a storm passes; then everything is as if none had been. */
final class LongRun {
    /** Writes a line that says that it ran, and one that is its result; some take a while, some leave something behind. */
    private static final String TASK = "echo $1 >>starts.$MH_NODE; test -e calm || sleep 0.05; "
            + "case $1 in *99) setsid sleep 7531 >/dev/null 2>&1 & ;; esac; echo $1";

    /** After the storm; the machine may be busy. */
    private static final long END_SECONDS_MAX = 300;

    private final Mh mh;
    private final Storm storm;
    private final int tasks;

    LongRun(Mh mh, Storm storm, int tasks) {
        this.mh = mh;
        this.storm = storm;
        this.tasks = tasks;
    }

    /** Runs it, and gives a line that says what there was; a failure says what happened and keeps the directory. */
    String run() throws Exception {
        try (Fleet fleet = Fleet.start(mh)) {
            Raging raging = new Raging(storm, fleet);
            try {
                return run(fleet, raging);
            } catch (Exception | AssertionError failed) {
                mh.keep();
                throw new AssertionError(
                        failed.getMessage() + "\n" + storm + "what happened:\n  " + String.join("\n  ", raging.done())
                                + "\nsee " + mh.root(),
                        failed);
            }
        }
    }

    private String run(Fleet fleet, Raging raging) throws Exception {
        long began = System.nanoTime();
        String client = Fleet.ALL.get(new SplittableRandom(storm.seed()).nextInt(Fleet.ALL.size()));
        Started job = fleet.on(client, "run", "--each", "1.." + tasks, "--", "sh", "-c", TASK, "x", "{}");
        Until.holds("tasks run", () -> starts() > 0);
        String pulse = passed(raging);
        int before = starts();
        Files.createFile(mh.work().resolve("calm"));
        for (String node : Fleet.ALL) {
            fleet.isUp(node);
        }
        if (!Until.trueWithinSeconds(END_SECONDS_MAX, () -> !job.isAlive())) {
            mh.printThreads();
        }
        Ended ended = job.ended();
        assertThat(ended.code())
                .as("exit code of 'mh run' by way of %s: %s", client, ended.err())
                .isZero();
        assertThat(ended.lines()).isEqualTo(numbers());
        long seconds = (System.nanoTime() - began) / 1_000_000_000;
        nothingIsLeft();
        Until.holds("all nodes are up", () -> fleet.up("c1").containsAll(Fleet.ALL));
        fleet.stop();
        controlNodesAgree(fleet);
        nobodyMetABug(fleet);
        return "%d troubles in %d s, job of %d tasks in %d s by way of %s, %d started under it (%s), %d started again"
                .formatted(
                        raging.done().size(),
                        storm.millis() / 1_000,
                        tasks,
                        seconds,
                        client,
                        before,
                        pulse,
                        starts() - tasks);
    }

    private String passed(Raging raging) throws IOException, InterruptedException {
        try (Pulse pulse = Pulse.of(this::starts)) {
            raging.pass();
            return pulse.toString();
        }
    }

    private List<String> numbers() {
        return IntStream.rangeClosed(1, tasks).mapToObj(String::valueOf).toList();
    }

    private int starts() {
        return Fleet.ALL.stream()
                .mapToInt(node -> mh.lines("starts." + node).size())
                .sum();
    }

    private void nothingIsLeft() throws InterruptedException {
        boolean gone = Until.trueWithinSeconds(10, () -> mh.processes().tasks().isEmpty());
        assertThat(gone)
                .as(
                        "no process of a task is left: %s",
                        mh.processes().tasks().stream().map(Processes::describe).toList())
                .isTrue();
    }

    private static void controlNodesAgree(Fleet fleet) throws IOException {
        KeptState first = KeptState.of(Path.of(fleet.data("c1")));
        for (String node : List.of("c2", "c3")) {
            KeptState other = KeptState.of(Path.of(fleet.data(node)));
            long common = first.common(other);
            assertThat(other.at(common))
                    .as("state of c1 and %s at entry %s", node, common)
                    .isEqualTo(first.at(common));
            sameJournal(node, first.journal(), other.journal());
        }
    }

    /** One may have written more than another, but nothing else. */
    private static void sameJournal(
            String node, NavigableMap<String, byte[]> first, NavigableMap<String, byte[]> other) {
        assertThat(first).isNotEmpty();
        String open =
                Stream.of(first.lastKey(), other.lastKey()).sorted().toList().getFirst();
        assertThat(other.headMap(open).keySet())
                .as("journal of c1 and %s", node)
                .isEqualTo(first.headMap(open).keySet());
        for (String segment : first.headMap(open, true).keySet()) {
            byte[] mine = bytes(first, segment);
            byte[] its = bytes(other, segment);
            int length = segment.equals(open) ? Math.min(mine.length, its.length) : Math.max(mine.length, its.length);
            assertThat(Arrays.copyOf(its, length))
                    .as("segment %s of the journal of c1 and %s", segment, node)
                    .isEqualTo(Arrays.copyOf(mine, length));
        }
    }

    private static byte[] bytes(NavigableMap<String, byte[]> journal, String segment) {
        return journal.getOrDefault(segment, new byte[0]);
    }

    private static void nobodyMetABug(Fleet fleet) throws IOException {
        for (String node : Fleet.ALL) {
            try (Stream<Path> files = Files.walk(Path.of(fleet.data(node), "logs"))) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    assertThat(Files.readAllLines(file)).as("%s", file).noneMatch(LongRun::tellsOfABug);
                }
            }
        }
    }

    private static boolean tellsOfABug(String line) {
        return Stream.of(" SEVERE ", "bug.", "A bug", "java.lang.IllegalStateException", "NullPointerException")
                .anyMatch(line::contains);
    }
}
