/**
 * The evening sky and its sun.
 *
 * @param horizon the colour at eye level
 * @param zenith the colour overhead
 * @param towardsSun the unit direction in which the sun stands
 * @param sunlight the colour and strength of its light
 */
record Sky(Vector horizon, Vector zenith, Vector towardsSun, Vector sunlight) {
    private static final double GRADIENT_STEEPNESS = 0.6;

    /** The light that comes from a direction, without the sun itself. */
    Vector colour(Vector direction) {
        return horizon.mix(zenith, Math.pow(Math.clamp(direction.y(), 0, 1), GRADIENT_STEEPNESS));
    }

    /** The soft light that reaches a surface with the given normal from the whole sky. */
    Vector ambient(Vector normal) {
        return horizon.mix(zenith, 0.5 + 0.5 * normal.y());
    }
}
