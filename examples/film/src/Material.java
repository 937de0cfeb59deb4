/**
 * How a surface answers light.
 *
 * @param colour the share of each primary that is scattered, or thrown back if it is a metal
 * @param mirror the share reflected when looked at head-on, 0..1; it grows to 1 at grazing angles
 * @param metal whether reflections take on the colour and nothing is scattered
 */
record Material(Vector colour, double mirror, boolean metal) {
    static Material lacquer(double red, double green, double blue) {
        return new Material(new Vector(red, green, blue), 0.06, false);
    }

    static Material metal(double red, double green, double blue) {
        return new Material(new Vector(red, green, blue), 0.9, true);
    }

    /** The reflected share for a cosine between view and normal, after Schlick. */
    double reflectance(double cosine) {
        double grazing = 1 - cosine;
        double squared = grazing * grazing;
        return mirror + (1 - mirror) * squared * squared * grazing;
    }
}
