package org.manyhands.verify.process;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * The wall clock of the processes of a test, which jumps while they run; their monotonic clocks go on as if nothing were. By
 * libfaketime (Debian: faketime), which {@code .ci/run} installs.
 */
final class WallClock {
    private final Path file;

    private WallClock(Path file) {
        this.file = file;
    }

    /** For all processes that are started from here on; it is right until it jumps. */
    static WallClock of(Mh mh) throws IOException {
        WallClock clock = new WallClock(mh.work().resolve("clock"));
        clock.jumpTo("+0");
        mh.env("FAKETIME_TIMESTAMP_FILE", clock.file.toString())
                .env("FAKETIME_NO_CACHE", "1")
                .env("FAKETIME_DONT_FAKE_MONOTONIC", "1")
                .env("FAKETIME_FORCE_MONOTONIC_FIX", "0")
                .env("LD_PRELOAD", library().toString());
        return clock;
    }

    /** @param offset from the right time, as {@code +3h} or {@code -1h} */
    void jumpTo(String offset) throws IOException {
        Path next = Files.writeString(file.resolveSibling("clock.next"), offset + "\n");
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
    }

    private static Path library() throws IOException {
        try (DirectoryStream<Path> systems = Files.newDirectoryStream(Path.of("/usr/lib"))) {
            for (Path system : systems) {
                Path library = system.resolve("faketime/libfaketimeMT.so.1");
                if (Files.exists(library)) {
                    return library;
                }
            }
        }
        throw new AssertionError("libfaketimeMT.so.1 is not in /usr/lib/*/faketime: apt-get install faketime");
    }
}
