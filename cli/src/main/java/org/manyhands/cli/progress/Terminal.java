package org.manyhands.cli.progress;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** The terminal of standard error, if it is one. */
final class Terminal {
    private static final int COLUMNS_DEFAULT = 80;
    private static final long STTY_SECONDS_MAX = 1;

    private Terminal() {}

    // Since Java 25 there is again no console where nobody types.
    @SuppressWarnings("SystemConsoleNull")
    static boolean standardErrorIsOne() {
        Path descriptor = Path.of("/proc/self/fd/2");
        try {
            if (Files.isSymbolicLink(descriptor)) {
                String target = Files.readSymbolicLink(descriptor).toString();
                return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty") || target.equals("/dev/console");
            }
        } catch (IOException unreadable) {
            return false;
        }
        return System.console() != null && System.console().isTerminal();
    }

    /** Its width, by {@code COLUMNS}, else by stty, else 80. */
    static int columns() {
        String columns = System.getenv().getOrDefault("COLUMNS", "");
        if (columns.matches("\\d{1,4}")) {
            return Math.max(20, Integer.parseInt(columns));
        }
        try {
            Process stty = new ProcessBuilder("stty", "size")
                    .redirectInput(Path.of("/dev/tty").toFile())
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String size = new String(stty.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.US_ASCII)
                    .strip();
            boolean ended = stty.waitFor(STTY_SECONDS_MAX, TimeUnit.SECONDS);
            return ended && size.matches("\\d+ [1-9]\\d*")
                    ? Integer.parseInt(size.substring(size.indexOf(' ') + 1))
                    : COLUMNS_DEFAULT;
        } catch (IOException noStty) {
            return COLUMNS_DEFAULT;
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            return COLUMNS_DEFAULT;
        }
    }
}
