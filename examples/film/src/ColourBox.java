import java.util.List;
import java.util.function.ToDoubleFunction;

/** A part of the colours that one entry of the palette stands for. */
record ColourBox(List<Histogram.Bin> bins, Vector mean, Vector deviation) {
    private static final List<ToDoubleFunction<Vector>> CHANNELS = List.of(Vector::x, Vector::y, Vector::z);

    static ColourBox of(List<Histogram.Bin> bins) {
        Vector sum = Vector.BLACK;
        double weight = 0;
        for (Histogram.Bin bin : bins) {
            sum = sum.plus(bin.colour().times(weight(bin)));
            weight += weight(bin);
        }
        Vector mean = sum.times(1 / weight);
        Vector deviation = Vector.BLACK;
        for (Histogram.Bin bin : bins) {
            Vector difference = bin.colour().minus(mean);
            deviation = deviation.plus(difference.times(difference).times(weight(bin)));
        }
        return new ColourBox(bins, mean, deviation);
    }

    /** How badly the mean stands for the colours, in the channel where it does worst; 0 if there is but one. */
    double error() {
        return bins.size() == 1 ? 0 : worstChannel().applyAsDouble(deviation);
    }

    /** The colours below and above the mean of the worst channel. */
    List<ColourBox> split() {
        ToDoubleFunction<Vector> channel = worstChannel();
        double middle = channel.applyAsDouble(mean);
        return List.of(
                of(bins.stream()
                        .filter(bin -> channel.applyAsDouble(bin.colour()) <= middle)
                        .toList()),
                of(bins.stream()
                        .filter(bin -> channel.applyAsDouble(bin.colour()) > middle)
                        .toList()));
    }

    private ToDoubleFunction<Vector> worstChannel() {
        ToDoubleFunction<Vector> worst = CHANNELS.getFirst();
        for (ToDoubleFunction<Vector> channel : CHANNELS) {
            if (channel.applyAsDouble(deviation) > worst.applyAsDouble(deviation)) {
                worst = channel;
            }
        }
        return worst;
    }

    /** Less than proportional, so that a small bright ball is not starved by a wide sky. */
    private static double weight(Histogram.Bin bin) {
        return Math.sqrt(bin.count());
    }
}
