package org.manyhands.server.replica;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Prints what the log costs on this machine: start, one append at a time, many in flight, close. */
final class ReplicatedLogBenchmark {
    private static final int STARTS = 5;
    private static final int SEQUENTIAL = 2_000;
    private static final int IN_FLIGHT = 10_000;
    private static final int ROUNDS = 5;
    private static final int ENTRY_BYTES = 100;

    private ReplicatedLogBenchmark() {}

    public static void main(String[] args) throws Exception {
        ReplicaLogging.quiet();
        Path directory = Files.createTempDirectory("mh-log-benchmark");
        LogSettings settings = LogSettings.of(directory);
        for (int start = 0; start < STARTS; start++) {
            long begin = System.nanoTime();
            RatisLog log = RatisLog.open(settings, new ListState(), HaltHandler.process());
            long opened = System.nanoTime();
            log.append(entry(start)).join();
            long appended = System.nanoTime();
            log.close();
            System.out.printf(
                    "start %d: open to ready %.0f ms, first append %.1f ms, close %.0f ms%n",
                    start, millis(begin, opened), millis(opened, appended), millis(appended, System.nanoTime()));
        }
        try (RatisLog log = RatisLog.open(settings, new ListState(), HaltHandler.process())) {
            for (int round = 0; round < ROUNDS; round++) {
                sequential(log);
                inFlight(log);
            }
        }
    }

    private static void sequential(RatisLog log) {
        double[] latencies = new double[SEQUENTIAL];
        for (int i = 0; i < SEQUENTIAL; i++) {
            long begin = System.nanoTime();
            log.append(entry(i)).join();
            latencies[i] = millis(begin, System.nanoTime());
        }
        Arrays.sort(latencies);
        System.out.printf(
                "one at a time: median %.2f ms, p99 %.2f ms%n",
                latencies[SEQUENTIAL / 2], latencies[SEQUENTIAL * 99 / 100]);
    }

    private static void inFlight(RatisLog log) {
        long begin = System.nanoTime();
        List<CompletableFuture<Appended>> futures = new ArrayList<>();
        for (int i = 0; i < IN_FLIGHT; i++) {
            futures.add(log.append(entry(i)));
        }
        futures.forEach(CompletableFuture::join);
        System.out.printf("in flight: %.0f entries/s%n", IN_FLIGHT / millis(begin, System.nanoTime()) * 1000);
    }

    private static byte[] entry(int i) {
        return Arrays.copyOf(("entry " + i).getBytes(StandardCharsets.UTF_8), ENTRY_BYTES);
    }

    private static double millis(long begin, long end) {
        return (end - begin) / 1e6;
    }
}
