import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.awt.image.WritableRaster;
import java.util.Arrays;

/**
 * Turns frames into pictures of few colours. The dither pattern is fixed to the screen: what stands still in the film
 * stands still in the result, and need not be stored again.
 */
final class Dither {
    /** How far a channel may be pushed to reach a neighbouring colour of the palette, of 255. */
    private static final double STRENGTH = 10;

    private static final int SIZE = 8;

    private final Palette palette;
    private final IndexColorModel colours;
    private int[] shown = new int[0];

    Dither(Palette palette) {
        this.palette = palette;
        this.colours = palette.colorModel();
    }

    /** The next frame of the film; pixels that look as they did before are left open. */
    BufferedImage next(BufferedImage frame) {
        int width = frame.getWidth();
        int height = frame.getHeight();
        if (shown.length != width * height) {
            shown = new int[width * height];
            Arrays.fill(shown, -1);
        }
        BufferedImage result = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_INDEXED, colours);
        WritableRaster raster = result.getRaster();
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int colour = nearest(frame.getRGB(x, y), push(x, y));
                boolean unchanged = shown[y * width + x] == colour;
                raster.setSample(x, y, 0, unchanged ? palette.unchanged() : colour);
                shown[y * width + x] = colour;
            }
        }
        return result;
    }

    private int nearest(int rgb, int push) {
        return palette.nearest(pushed(rgb >> 16, push), pushed(rgb >> 8, push), pushed(rgb, push));
    }

    private static int pushed(int channel, int push) {
        return Math.clamp((channel & 0xff) + push, 0, 255);
    }

    /** The ordered pattern of Bayer: each bit of the place decides over one more halving. */
    private static int push(int x, int y) {
        int threshold = 0;
        for (int bit = 1; bit < SIZE; bit <<= 1) {
            int across = (x & bit) == 0 ? 0 : 1;
            int down = (y & bit) == 0 ? 0 : 1;
            threshold = threshold << 2 | (across ^ down) << 1 | down;
        }
        return (int) Math.round(STRENGTH * ((threshold + 0.5) / (SIZE * SIZE) - 0.5));
    }
}
