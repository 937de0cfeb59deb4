package org.manyhands.verify.simulation;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.NavigableSet;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.manyhands.server.journal.Segments;

/** The journal's files on the disk of a control node. A crash may take every byte that was not forced. */
final class SimulatedSegments implements Segments {
    private final SortedMap<Long, ByteArrayOutputStream> content = new TreeMap<>();
    private final SortedMap<Long, Integer> forced = new TreeMap<>();

    void crash(Dice dice) {
        for (long segment : numbers()) {
            long least = forced.getOrDefault(segment, 0);
            long left = dice.between(least, bytes(segment));
            if (left == 0) {
                remove(segment);
            } else {
                truncate(segment, left);
            }
        }
    }

    @Override
    public NavigableSet<Long> numbers() {
        return new TreeSet<>(content.keySet());
    }

    @Override
    public void append(long segment, byte[] bytes) {
        content.computeIfAbsent(segment, _ -> new ByteArrayOutputStream()).writeBytes(bytes);
    }

    @Override
    public void force() {
        content.forEach((segment, bytes) -> forced.put(segment, bytes.size()));
    }

    @Override
    public byte[] read(long segment, int bytesMax) {
        ByteArrayOutputStream bytes = content.getOrDefault(segment, new ByteArrayOutputStream());
        return Arrays.copyOf(bytes.toByteArray(), Math.min(bytes.size(), bytesMax));
    }

    @Override
    public long bytes(long segment) {
        return content.getOrDefault(segment, new ByteArrayOutputStream()).size();
    }

    @Override
    public void truncate(long segment, long bytes) {
        byte[] kept = read(segment, (int) bytes);
        remove(segment);
        append(segment, kept);
        forced.put(segment, kept.length);
    }

    @Override
    public void remove(long segment) {
        content.remove(segment);
        forced.remove(segment);
    }
}
