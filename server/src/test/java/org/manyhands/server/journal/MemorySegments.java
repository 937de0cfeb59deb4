package org.manyhands.server.journal;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.NavigableSet;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** Segments in memory, whose power can be cut: what was not forced is then there in part. */
final class MemorySegments implements Segments {
    private final SortedMap<Long, ByteArrayOutputStream> content = new TreeMap<>();
    private final SortedMap<Long, Integer> forced = new TreeMap<>();

    /** Each segment keeps what was forced, and some of what was not. */
    void cutPower(Random random) {
        for (long segment : numbers()) {
            int kept = forced.getOrDefault(segment, 0);
            truncate(segment, kept + random.nextInt((int) bytes(segment) - kept + 1));
            if (bytes(segment) == 0) {
                remove(segment);
            }
        }
    }

    void flip(long segment, int position) {
        byte[] bytes = read(segment, Integer.MAX_VALUE);
        bytes[position] ^= 1;
        remove(segment);
        append(segment, bytes);
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
        byte[] bytes =
                content.getOrDefault(segment, new ByteArrayOutputStream()).toByteArray();
        return Arrays.copyOf(bytes, Math.min(bytes.length, bytesMax));
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
