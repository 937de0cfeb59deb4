package org.manyhands.verify.simulation;

import java.util.List;
import java.util.Optional;

/** Runs seeds from the command line: {@code --seeds N --first S --bug NAME|all --trace}. */
public final class Simulate {
    private static final int SEEDS = 300;
    private static final int BUG_SEEDS = 2_000;

    private Simulate() {}

    public static void main(String[] words) {
        List<String> arguments = List.of(words);
        long first = Long.parseLong(option(arguments, "--first").orElse("1"));
        Optional<String> bug = option(arguments, "--bug");
        int seeds = Integer.parseInt(
                option(arguments, "--seeds").orElse(Integer.toString(bug.isPresent() ? BUG_SEEDS : SEEDS)));
        boolean traced = arguments.contains("--trace");
        if (bug.isEmpty() || bug.get().equals("none")) {
            System.exit(seeds(first, seeds, traced) ? 0 : 1);
        }
        List<Bug> bugs = bug.get().equals("all") ? Bug.all() : List.of(Bug.named(bug.get()));
        boolean all = true;
        for (Bug each : bugs) {
            all &= hunt(each, first, seeds, traced);
        }
        System.exit(all ? 0 : 1);
    }

    private static boolean seeds(long first, int seeds, boolean traced) {
        long began = System.nanoTime();
        Counts counts = new Counts();
        int failed = 0;
        long millis = 0;
        for (long seed = first; seed < first + seeds; seed++) {
            Simulation.Run run = Simulation.run(seed, Bug.none(), traced);
            counts.addAll(run.counts());
            millis += run.millis();
            if (!run.clean()) {
                failed++;
                System.out.println("seed " + seed + ": " + run.violation().orElseThrow());
            }
        }
        System.out.println(counts.summary());
        System.out.printf(
                "%d of %d seeds failed; %d virtual hours in %d s%n",
                failed, seeds, millis / 3_600_000, (System.nanoTime() - began) / 1_000_000_000);
        return failed == 0;
    }

    private static boolean hunt(Bug bug, long first, int seeds, boolean traced) {
        for (long seed = first; seed < first + seeds; seed++) {
            Simulation.Run run = Simulation.run(seed, bug, traced);
            if (!run.clean()) {
                System.out.println(
                        bug.name() + " -> seed " + seed + ": " + run.violation().orElseThrow());
                return true;
            }
        }
        System.out.println(bug.name() + " -> not found in " + seeds + " seeds");
        return false;
    }

    private static Optional<String> option(List<String> arguments, String name) {
        int at = arguments.indexOf(name);
        return at >= 0 && at + 1 < arguments.size() ? Optional.of(arguments.get(at + 1)) : Optional.empty();
    }
}
