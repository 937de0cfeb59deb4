package org.manyhands.verify.process;

import java.util.List;
import java.util.Optional;

/** Long runs from the command line: {@code --seeds N --first S}. A line for each seed; one that fails keeps its directory. */
final class LongRuns {
    private static final int MILLIS = 120_000;
    private static final int TASKS = 20_000;

    private LongRuns() {}

    public static void main(String[] words) throws Exception {
        List<String> arguments = List.of(words);
        long first = Long.parseLong(option(arguments, "--first").orElse("1"));
        long seeds = Long.parseLong(option(arguments, "--seeds").orElse("1"));
        boolean clean = true;
        for (long seed = first; seed < first + seeds; seed++) {
            clean &= run(seed);
        }
        System.exit(clean ? 0 : 1);
    }

    private static boolean run(long seed) throws Exception {
        Mh mh = new Mh();
        mh.open();
        try {
            System.out.println("seed " + seed + ": " + new LongRun(mh, Storm.drawn(seed, MILLIS), TASKS).run());
            mh.close();
            return true;
        } catch (Exception | AssertionError failed) {
            System.out.println("seed " + seed + " FAILED: " + failed.getMessage());
            mh.keep();
            mh.close();
            return false;
        }
    }

    private static Optional<String> option(List<String> arguments, String name) {
        int at = arguments.indexOf(name);
        return at >= 0 && at + 1 < arguments.size() ? Optional.of(arguments.get(at + 1)) : Optional.empty();
    }
}
