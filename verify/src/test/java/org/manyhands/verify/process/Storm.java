package org.manyhands.verify.process;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Collectors;

/** Troubles of some time, drawn from a seed. At its end all are over. */
record Storm(long seed, int millis, List<Trouble> troubles) {
    private static final int PAUSE_MILLIS_MIN = 1_000;
    private static final int PAUSE_MILLIS_MAX = 6_000;
    private static final int SHORT_MILLIS_MIN = 1_000;
    private static final int SHORT_MILLIS_MAX = 9_000;

    /** More than a session lives. */
    private static final int LONG_MILLIS_MIN = 12_000;

    private static final int LONG_MILLIS_MAX = 20_000;

    static Storm drawn(long seed, int millis) {
        SplittableRandom dice = new SplittableRandom(seed);
        List<Trouble> troubles = new ArrayList<>();
        int at = dice.nextInt(PAUSE_MILLIS_MIN, PAUSE_MILLIS_MAX);
        while (at < millis - SHORT_MILLIS_MIN) {
            troubles.add(trouble(dice, at, millis));
            at += dice.nextInt(PAUSE_MILLIS_MIN, PAUSE_MILLIS_MAX);
        }
        return new Storm(seed, millis, troubles);
    }

    private static Trouble trouble(SplittableRandom dice, int begin, int endMax) {
        Trouble.Kind kind = switch (dice.nextInt(9)) {
            case 0, 1, 2 -> Trouble.Kind.KILL;
            case 3, 4, 5 -> Trouble.Kind.STAND;
            case 6 -> Trouble.Kind.DEAF;
            case 7 -> Trouble.Kind.MUTE;
            default -> Trouble.Kind.CUT;
        };
        String whom = dice.nextInt(4) == 0 ? Trouble.LEADER : any(dice);
        String with = dice.nextInt(3) == 0 ? any(dice) : "";
        boolean pastItsSession = dice.nextInt(3) == 0;
        int lasts = pastItsSession
                ? dice.nextInt(LONG_MILLIS_MIN, LONG_MILLIS_MAX)
                : dice.nextInt(SHORT_MILLIS_MIN, SHORT_MILLIS_MAX);
        Trouble drawn = new Trouble(begin, Math.min(begin + lasts, endMax), kind, whom, with);
        return drawn.isCut() && !with.equals(whom) ? drawn : new Trouble(begin, drawn.end(), kind, whom, "");
    }

    private static String any(SplittableRandom dice) {
        return Fleet.ALL.get(dice.nextInt(Fleet.ALL.size()));
    }

    @Override
    public String toString() {
        return "storm of seed " + seed + " over " + millis + " ms:\n"
                + troubles.stream().map(each -> "  " + each + "\n").collect(Collectors.joining());
    }
}
