package org.manyhands.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;

/** Names, which survive a power loss only after their directory was synced. */
public final class DurableDirectory {
    private DurableDirectory() {}

    /**
     * Makes a directory, and those above it that are missing; its name is durable when this returns, also if a process that died
     * had made it.
     */
    public static void create(Path directory, FileAttribute<?>... attributes) throws IOException {
        Path parent = directory.toAbsolutePath().getParent();
        if (parent == null) {
            return;
        }
        if (!Files.isDirectory(directory)) {
            create(parent, attributes);
            Files.createDirectories(directory, attributes);
        }
        syncIfReadable(parent);
    }

    /** As {@link #sync}, except that a directory that may not be read is left as it is: what is in it was not made by us. */
    public static void syncIfReadable(Path directory) throws IOException {
        try {
            sync(directory);
        } catch (AccessDeniedException ofOthers) {
            return;
        }
    }

    /** Makes created, renamed and removed names durable. An interrupt is kept for later, never lost half way. */
    public static void sync(Path directory) throws IOException {
        Uninterrupted.run(() -> force(directory), () -> {});
    }

    private static void force(Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
