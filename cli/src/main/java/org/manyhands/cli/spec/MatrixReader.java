package org.manyhands.cli.spec;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.manyhands.core.plan.StepPlan;

/** Makes every combination of the values of a matrix; holds the values, never the combinations. */
final class MatrixReader {
    /** The most values of one axis. */
    static final int VALUES_MAX = 1_000_000;

    /** Stands between the values of an item. */
    private static final byte SEPARATOR = '\t';

    private final List<List<byte[]>> values = new ArrayList<>();
    private final ItemSink sink;

    private MatrixReader(ItemSink sink) {
        this.sink = sink;
    }

    static long read(ItemSource.Matrix matrix, ItemReader reader, ItemSink sink) throws SpecException, IOException {
        MatrixReader combinations = new MatrixReader(sink);
        long count = 1;
        for (ItemSource.Axis axis : matrix.axes()) {
            List<byte[]> of = values(axis, reader);
            count *= of.size();
            if (count > StepPlan.ITEMS_MAX) {
                throw new SpecException("the matrix has more than " + Decimals.grouped(StepPlan.ITEMS_MAX)
                        + " combinations (expected: at most that many)");
            }
            combinations.values.add(of);
        }
        if (count > 0) {
            combinations.add(new byte[0], 0);
        }
        return count;
    }

    private static List<byte[]> values(ItemSource.Axis axis, ItemReader reader) throws SpecException, IOException {
        List<byte[]> values = new ArrayList<>();
        try {
            reader.read(axis.source(), value -> values.add(checked(value, values.size())));
        } catch (RefusedException refused) {
            throw new SpecException("'" + axis.name() + "' of the matrix: " + refused.getMessage());
        } catch (SpecException e) {
            throw e.of("'" + axis.name() + "' of the matrix");
        }
        return values;
    }

    private static byte[] checked(byte[] value, int before) throws RefusedException {
        if (before == VALUES_MAX) {
            throw new RefusedException("more than " + Decimals.grouped(VALUES_MAX) + " values");
        }
        for (byte each : value) {
            if (each == SEPARATOR) {
                throw new RefusedException(
                        "value " + (before + 1) + " holds a tab, which separates the values of a combination");
            }
        }
        return value;
    }

    private void add(byte[] before, int axis) throws SpecException, IOException {
        for (byte[] value : values.get(axis)) {
            ByteArrayOutputStream item = new ByteArrayOutputStream(before.length + value.length + 1);
            item.writeBytes(before);
            item.writeBytes(value);
            if (axis + 1 < values.size()) {
                item.write(SEPARATOR);
                add(item.toByteArray(), axis + 1);
            } else if (item.size() > ItemReader.ITEM_BYTES_MAX) {
                throw new SpecException("a combination of the matrix is longer than 64KiB");
            } else {
                sink.add(item.toByteArray());
            }
        }
    }

    /** What a sink of values refuses; a sink can throw no other exception. */
    private static final class RefusedException extends IOException {
        private static final long serialVersionUID = 1L;

        RefusedException(String sentence) {
            super(sentence);
        }
    }
}
