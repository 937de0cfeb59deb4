import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;

/** Counts the colours of many pictures in bins of similar ones. */
final class Histogram {
    private static final int BITS = 5;
    private static final int BINS = 1 << 3 * BITS;

    private final long[] counts = new long[BINS];
    private final long[] reds = new long[BINS];
    private final long[] greens = new long[BINS];
    private final long[] blues = new long[BINS];

    /** The average colour of a bin, each channel 0..255, and how many pixels fell into it. */
    record Bin(Vector colour, long count) {}

    void add(BufferedImage picture) {
        for (int y = 0; y < picture.getHeight(); y++) {
            for (int x = 0; x < picture.getWidth(); x++) {
                add(picture.getRGB(x, y));
            }
        }
    }

    private void add(int rgb) {
        int red = rgb >> 16 & 0xff;
        int green = rgb >> 8 & 0xff;
        int blue = rgb & 0xff;
        int drop = 8 - BITS;
        int bin = red >> drop << 2 * BITS | green >> drop << BITS | blue >> drop;
        counts[bin]++;
        reds[bin] += red;
        greens[bin] += green;
        blues[bin] += blue;
    }

    /** The bins that are not empty. */
    List<Bin> bins() {
        List<Bin> bins = new ArrayList<>();
        for (int bin = 0; bin < BINS; bin++) {
            double count = counts[bin];
            if (count > 0) {
                bins.add(new Bin(new Vector(reds[bin], greens[bin], blues[bin]).times(1 / count), counts[bin]));
            }
        }
        return bins;
    }
}
