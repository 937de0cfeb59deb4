package org.manyhands.verify.simulation;

/**
 * What the network does to each message.
 *
 * @param slowPermille how many in a thousand take up to {@code slowMillisMax} instead of {@code delayMillisMax}
 */
record Weather(int lossPermille, int duplicatePermille, int slowPermille, long delayMillisMax, long slowMillisMax) {
    static final Weather FAIR = new Weather(0, 0, 0, 10, 10);

    static Weather of(Dice dice) {
        return switch (dice.below(4)) {
            case 0 -> FAIR;
            case 1 -> new Weather(5, 5, 10, 10, 1_500);
            case 2 -> new Weather(20, 30, 40, 30, 2_500);
            default -> new Weather(60, 60, 80, 60, 4_000);
        };
    }
}
