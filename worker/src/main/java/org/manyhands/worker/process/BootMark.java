package org.manyhands.worker.process;

import com.google.protobuf.ByteString;
import java.util.regex.Pattern;

/**
 * One life of the node that owns a data directory, as its tasks carry it in their environment:
 * {@code MH_BOOT=<data directory id>.<boot>}.
 *
 * @param dataDirectoryId letters, digits, {@code _} and {@code -}; names the data directory for ever
 * @param boot counts the starts, from 0
 */
public record BootMark(String dataDirectoryId, long boot) {
    public static final String BOOT_NAME = "MH_BOOT";
    public static final String KEY_NAME = "MH_KEY";

    private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{1,128}");

    public BootMark {
        requireId(dataDirectoryId);
        if (boot < 0) {
            throw new IllegalArgumentException("boot: " + boot + " (expected: >= 0)");
        }
    }

    static void requireId(String dataDirectoryId) {
        if (!ID.matcher(dataDirectoryId).matches()) {
            throw new IllegalArgumentException(
                    "data directory id: " + dataDirectoryId + " (expected: 1 to 128 of A-Z a-z 0-9 _ -)");
        }
    }

    /** The value of {@code MH_BOOT}. */
    public String value() {
        return dataDirectoryId + "." + boot;
    }

    /** Adds the two marks of a task attempt. */
    public Environment.Builder mark(Environment.Builder environment, String key) {
        return environment.put(BOOT_NAME, value()).put(KEY_NAME, key);
    }

    /** The whole entry, as it stands in {@code /proc/PID/environ}. */
    ByteString entry() {
        return ByteString.copyFromUtf8(BOOT_NAME + "=" + value());
    }
}
