package org.manyhands.worker.process;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Prints the rate of {@code /bin/true} over two slots beside that of {@code xargs -P2 -n1}, interleaved in the same
 * run, as both move with what else the machine does. Arguments: processes in a block, number of blocks.
 */
final class ProcessStartBenchmark {
    private static final int SLOTS = 2;

    private ProcessStartBenchmark() {}

    public static void main(String[] args) throws Exception {
        int count = args.length > 0 ? Integer.parseInt(args[0]) : 3000;
        int blocks = args.length > 1 ? Integer.parseInt(args[1]) : 5;
        try (ProcessStarter starter = ProcessStarters.choose()) {
            System.out.println(starter.containment().sentence());
            slots(starter, count / 3);
            List<Double> ratios = new ArrayList<>();
            for (int i = 0; i < blocks; i++) {
                double peer = xargs(count);
                double own = slots(starter, count);
                ratios.add(own / peer);
                System.out.printf(Locale.ROOT, "xargs %.0f/s  slots %.0f/s  ratio %.2f%n", peer, own, own / peer);
            }
            ratios.sort(null);
            System.out.printf(Locale.ROOT, "median ratio %.2f%n", ratios.get(blocks / 2));
        }
    }

    private static double slots(ProcessStarter starter, int count) throws InterruptedException {
        List<Thread> threads = new ArrayList<>();
        long startNanos = System.nanoTime();
        for (int i = 0; i < SLOTS; i++) {
            int number = i;
            threads.add(Thread.ofPlatform().start(() -> runTasks(starter, number, count / SLOTS)));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        return rate(count, startNanos);
    }

    private static void runTasks(ProcessStarter starter, int number, int count) {
        Environment environment = MinimalEnvironment.of(Environment.EMPTY, Environment.EMPTY)
                .put("MH_BOOT", "benchmark.1")
                .build();
        ByteString root = ByteString.copyFromUtf8("/");
        try (Slot slot = starter.openSlot()) {
            for (int i = 0; i < count; i++) {
                Environment own =
                        environment.toBuilder().put("MH_KEY", number + "." + i).build();
                Command command = new Command(List.of(ByteString.copyFromUtf8("/bin/true")), own, root);
                Exit exit = slot.run(command, OutputSink.DISCARD, OutputSink.DISCARD, Limits.NONE, new CancelHandle());
                if (!exit.ok()) {
                    throw new IllegalStateException("/bin/true gave " + exit);
                }
            }
        }
    }

    private static double xargs(int count) throws IOException, InterruptedException {
        long startNanos = System.nanoTime();
        int code = new ProcessBuilder("sh", "-c", "seq " + count + " | xargs -P2 -n1 /bin/true")
                .inheritIO()
                .start()
                .waitFor();
        if (code != 0) {
            throw new IllegalStateException("xargs gave " + code);
        }
        return rate(count, startNanos);
    }

    private static double rate(int count, long startNanos) {
        return count / ((System.nanoTime() - startNanos) / 1e9);
    }
}
