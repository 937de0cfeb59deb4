/**
 * The evening sky and its sun.
 *
 * @param horizon the colour at eye level
 * @param zenith the colour overhead
 * @param towardsSun the unit direction in which the sun stands
 * @param sunlight the colour and strength of its light
 */
record Sky(Vector horizon, Vector zenith, Vector towardsSun, Vector sunlight) {
    /** The light that comes from a direction, without the sun itself: a glow that fades fast with height. */
    Vector colour(Vector direction) {
        double glow = 1 - Math.max(direction.y(), 0);
        glow *= glow;
        glow *= glow;
        glow *= glow;
        return zenith.mix(horizon, glow);
    }

    /** The soft light that reaches a surface with the given normal from the whole sky. */
    Vector ambient(Vector normal) {
        return horizon.mix(zenith, 0.6 + 0.4 * normal.y());
    }
}
