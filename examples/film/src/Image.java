import java.awt.image.BufferedImage;

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

    /** The average of all exposures. */
    BufferedImage developed() {
        BufferedImage picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        for (int pixel = 0; pixel < width * height; pixel++) {
            int rgb = level(light[3 * pixel]) << 16 | level(light[3 * pixel + 1]) << 8 | level(light[3 * pixel + 2]);
            picture.setRGB(pixel % width, pixel / width, rgb);
        }
        return picture;
    }

    /** Squeezes any brightness below one, so that highlights keep soft edges instead of clipping. */
    private static Vector toned(Vector light) {
        return new Vector(toned(light.x()), toned(light.y()), toned(light.z()));
    }

    private static double toned(double light) {
        // A filmic curve after Narkowicz.
        return Math.clamp(light * (2.51 * light + 0.03) / (light * (2.43 * light + 0.59) + 0.14), 0, 1);
    }

    private int level(double sum) {
        return (int) Math.round(255 * Math.pow(sum / exposures, GAMMA));
    }
}
