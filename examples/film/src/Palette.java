import java.awt.image.IndexColorModel;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/** The colours of the whole film: one palette for all frames, so that nothing flickers from one to the next. */
final class Palette {
    /** One less than a GIF can have: the last entry means "as in the frame before". */
    private static final int COLOURS = 255;

    private static final int UNCHANGED = 255;
    private static final int CACHE_BITS = 6;

    private final List<Vector> colours;
    private final short[] nearest = new short[1 << 3 * CACHE_BITS];

    private Palette(List<Vector> colours) {
        this.colours = colours;
        Arrays.fill(nearest, (short) -1);
    }

    /** Cuts the colours of a film into boxes, always the worst one next, and takes the mean of each. */
    static Palette of(Histogram histogram) {
        PriorityQueue<ColourBox> boxes =
                new PriorityQueue<>(Comparator.comparingDouble(ColourBox::error).reversed());
        boxes.add(ColourBox.of(histogram.bins()));
        while (boxes.size() < COLOURS && boxes.element().error() > 0) {
            boxes.addAll(boxes.remove().split());
        }
        return new Palette(boxes.stream().map(ColourBox::mean).toList());
    }

    /** The index of the colour nearest to the given one, whose channels are 0..255. */
    int nearest(int red, int green, int blue) {
        int drop = 8 - CACHE_BITS;
        int key = red >> drop << 2 * CACHE_BITS | green >> drop << CACHE_BITS | blue >> drop;
        if (nearest[key] < 0) {
            int half = 1 << drop - 1;
            nearest[key] = (short) search(new Vector(
                    (red >> drop << drop) + half, (green >> drop << drop) + half, (blue >> drop << drop) + half));
        }
        return nearest[key];
    }

    /** The index that lets the frame before shine through. */
    int unchanged() {
        return UNCHANGED;
    }

    IndexColorModel colorModel() {
        byte[] rgb = new byte[3 * (UNCHANGED + 1)];
        int next = 0;
        for (Vector colour : colours) {
            rgb[next++] = (byte) Math.round(colour.x());
            rgb[next++] = (byte) Math.round(colour.y());
            rgb[next++] = (byte) Math.round(colour.z());
        }
        return new IndexColorModel(8, UNCHANGED + 1, rgb, 0, false, UNCHANGED);
    }

    private int search(Vector wanted) {
        int best = 0;
        double least = Double.POSITIVE_INFINITY;
        for (int i = 0; i < colours.size(); i++) {
            Vector difference = colours.get(i).minus(wanted);
            double distance = difference.dot(difference);
            if (distance < least) {
                least = distance;
                best = i;
            }
        }
        return best;
    }
}
