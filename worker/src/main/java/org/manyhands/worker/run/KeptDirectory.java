package org.manyhands.worker.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A directory that attempt after attempt should find as it is now. One look at its change time tells whether one of them
 * touched it: to add, remove or rename an entry, or to change the mode, changes that. What happens within one tick of the
 * file system's clock would leave the time as it is; so a time is trusted only when it is older than a tick as it is
 * remembered, as git trusts the times in its index ("racy git").
 */
final class KeptDirectory {
    /** More than the ticks of the file systems in use: 10 ms where the time comes from the kernel's timer. */
    private static final long TICK_MILLIS = 50;

    private final Path path;
    private @Nullable Map<String, Object> trusted;

    KeptDirectory(Path path) {
        this.path = path;
    }

    Path path() {
        return path;
    }

    /** Whether it is for certain as it was when remembered. */
    boolean untouched() {
        Map<String, Object> before = trusted;
        return before != null && before.equals(look());
    }

    void remember() {
        trusted = null;
        Map<String, Object> now = look();
        if (now != null
                && now.get("ctime") instanceof FileTime changed
                && changed.toMillis() + TICK_MILLIS < System.currentTimeMillis()) {
            trusted = now;
        }
    }

    /** Its identity, its mode and its change time; null where the file system does not tell them. */
    private @Nullable Map<String, Object> look() {
        try {
            return Files.readAttributes(path, "unix:ino,mode,ctime", LinkOption.NOFOLLOW_LINKS);
        } catch (IOException | UnsupportedOperationException unknown) {
            return null;
        }
    }

    /** Whether it is a directory whose modes an attempt did not take from us. */
    boolean usable() {
        return Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)
                && Files.isReadable(path)
                && Files.isWritable(path)
                && Files.isExecutable(path);
    }
}
