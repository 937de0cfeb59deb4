/** A picture under exposure: the light that each pixel has gathered so far. */
final class Image {
    private static final double GAMMA = 1 / 2.2;

    private final int width;
    private final int height;
    private final double[] light;
    private int exposures;

    Image(int width, int height) {
        this.width = width;
        this.height = height;
        this.light = new double[3 * width * height];
    }

    /** Adds one exposure of the scene. */
    void expose(Scene scene, Camera camera, Exposure exposure) {
        double scale = 2.0 / height;
        int next = 0;
        for (int row = 0; row < height; row++) {
            double y = (0.5 * height - row - 0.5 - exposure.shiftY()) * scale;
            for (int column = 0; column < width; column++) {
                double x = (column + 0.5 + exposure.shiftX() - 0.5 * width) * scale;
                Vector seen = toned(scene.light(camera.through(x, y)));
                light[next++] += seen.x();
                light[next++] += seen.y();
                light[next++] += seen.z();
            }
        }
        exposures++;
    }

    /** The average of all exposures: three bytes per pixel, row by row from the top. */
    byte[] developed() {
        byte[] rgb = new byte[light.length];
        for (int i = 0; i < rgb.length; i++) {
            rgb[i] = (byte) Math.round(255 * Math.pow(light[i] / exposures, GAMMA));
        }
        return rgb;
    }

    /** Squeezes any brightness below one, so that highlights keep soft edges instead of clipping. */
    private static Vector toned(Vector light) {
        return new Vector(toned(light.x()), toned(light.y()), toned(light.z()));
    }

    private static double toned(double light) {
        // A filmic curve after Narkowicz.
        return Math.clamp(light * (2.51 * light + 0.03) / (light * (2.43 * light + 0.59) + 0.14), 0, 1);
    }
}
