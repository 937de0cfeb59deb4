/**
 * One of the many exposures that make up a frame. Each looks through another part of the pixel, at another instant of
 * the open shutter, by the light of another point of the sun; their average has soft edges, motion blur and soft
 * shadows, and no noise that would crawl from frame to frame.
 *
 * @param shiftX across the pixel, -0.5..0.5
 * @param shiftY down the pixel, -0.5..0.5
 * @param instant of the shutter, 0..1
 * @param sunX across the sun's disc, -1..1
 * @param sunY down the sun's disc, -1..1
 */
record Exposure(double shiftX, double shiftY, double instant, double sunX, double sunY) {
    private static final double GOLDEN_ANGLE = Math.PI * (3 - Math.sqrt(5));
    /** Reciprocal powers of the plastic number: their multiples fill a square evenly. */
    private static final double PLASTIC = 0.7548776662466927;
    /** Has no factor in common with the usual counts, so that it visits every point of the sun once. */
    private static final int SUN_STRIDE = 5;

    static Exposure of(int index, int count) {
        int spot = index * SUN_STRIDE % count;
        double radius = Math.sqrt((spot + 0.5) / count);
        return new Exposure(
                fraction(0.5 + index * PLASTIC) - 0.5,
                fraction(0.5 + index * PLASTIC * PLASTIC) - 0.5,
                (index + 0.5) / count,
                radius * Math.cos(spot * GOLDEN_ANGLE),
                radius * Math.sin(spot * GOLDEN_ANGLE));
    }

    private static double fraction(double value) {
        return value - Math.floor(value);
    }
}
