package org.manyhands.verify.process;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.manyhands.store.files.Removal;

/** The class cache of some jars, made by the first of the test JVMs that wants it. Whoever runs with an older one keeps that. */
final class ClassCache {
    private final Path directory;
    private final List<Path> jars;

    ClassCache(Path directory, List<Path> jars) {
        this.directory = directory;
        this.jars = jars;
    }

    /** How one is made. */
    @FunctionalInterface
    interface Training {
        void run(Path cache, Path scratch) throws IOException, InterruptedException;
    }

    /** Empty if it cannot be made. */
    Optional<Path> made(Training training) throws IOException, InterruptedException {
        Files.createDirectories(directory);
        Path cache = directory.resolve(name());
        try (FileChannel lock = FileChannel.open(
                        directory.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock _ = lock.lock()) {
            if (!Files.exists(cache)) {
                make(cache, training);
            }
        }
        return Files.exists(cache) ? Optional.of(cache) : Optional.empty();
    }

    private void make(Path cache, Training training) throws IOException, InterruptedException {
        removeOthers();
        Path scratch = Files.createTempDirectory(directory, "training");
        Path made = scratch.resolve("mh.aot");
        training.run(made, scratch);
        if (Files.exists(made)) {
            Files.move(made, cache, StandardCopyOption.ATOMIC_MOVE);
        }
        Removal.of(scratch);
    }

    private void removeOthers() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            for (Path old :
                    files.filter(file -> file.toString().endsWith(".aot")).toList()) {
                Files.delete(old);
            }
        }
    }

    /** The JVM does not notice all that changes in a jar. */
    private String name() throws IOException {
        StringBuilder all = new StringBuilder(System.getProperty("java.vm.version"));
        for (Path jar : jars) {
            all.append(jar).append(Files.size(jar)).append(Files.getLastModifiedTime(jar));
        }
        return Integer.toHexString(all.toString().hashCode()) + ".aot";
    }
}
