package org.manyhands.store.local;

import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One segment file. Its name bears a random salt that enters every record's checksum, so that a search for records after
 * damage cannot take bytes inside somebody's blob for one.
 */
final class Segment {
    private static final Pattern NAME = Pattern.compile("(\\d{1,18})-([0-9a-f]{16})\\.seg");

    private final long number;
    private final long salt;
    private final Path path;
    /** Bytes of the file, and of them what a blob in the map needs; both guarded by the lock of {@link Holdings}. */
    private long totalBytes;

    private long liveBytes;

    private Segment(long number, long salt, Path path) {
        this.number = number;
        this.salt = salt;
        this.path = path;
    }

    static Segment named(Path directory, long number, long salt) {
        String name = String.format("%08d-%s.seg", number, HexFormat.of().toHexDigits(salt));
        return new Segment(number, salt, directory.resolve(name));
    }

    static Optional<Segment> of(Path path) {
        Matcher name = NAME.matcher(String.valueOf(path.getFileName()));
        return name.matches()
                ? Optional.of(
                        new Segment(Long.parseLong(name.group(1)), HexFormat.fromHexDigitsToLong(name.group(2)), path))
                : Optional.empty();
    }

    long number() {
        return number;
    }

    long salt() {
        return salt;
    }

    Path path() {
        return path;
    }

    long totalBytes() {
        return totalBytes;
    }

    void total(long bytes) {
        totalBytes = bytes;
    }

    long liveBytes() {
        return liveBytes;
    }

    void addLive(long bytes) {
        liveBytes += bytes;
    }

    @Override
    public String toString() {
        return path.toString();
    }
}
