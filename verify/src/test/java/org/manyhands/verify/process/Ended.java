package org.manyhands.verify.process;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

/** What a process gave: its exit code and all that it wrote. */
final class Ended {
    private final String command;
    private final int code;
    private final byte[] stdout;
    private final byte[] stderr;

    Ended(String command, int code, byte[] stdout, byte[] stderr) {
        this.command = command;
        this.code = code;
        this.stdout = stdout;
        this.stderr = stderr;
    }

    int code() {
        return code;
    }

    byte[] stdout() {
        return stdout;
    }

    byte[] stderr() {
        return stderr;
    }

    String out() {
        return new String(stdout, UTF_8);
    }

    String err() {
        return new String(stderr, UTF_8);
    }

    List<String> lines() {
        return out().lines().toList();
    }

    /** Demands an exit code; the message has everything that was said. */
    Ended exits(int expected) {
        assertThat(code).as("exit code of %s", this).isEqualTo(expected);
        return this;
    }

    /** Demands a sentence for people on standard error: nothing that only a programmer understands. */
    Ended saysOneSentence(String... parts) {
        assertThat(err().lines().toList()).as("standard error of %s", this).hasSize(1);
        assertThat(err()).as("standard error of %s", this).startsWith("mh: ").contains(parts);
        return saysNothingInternal();
    }

    Ended saysNothingInternal() {
        assertThat(err())
                .as("standard error of %s", this)
                .doesNotContain("Exception", "\tat ", "at org.", "internal error");
        return this;
    }

    @Override
    public String toString() {
        return "'" + command + "' (exit " + code
                + ")%nstdout: %s%nstderr: %s".formatted(shortened(out()), shortened(err()));
    }

    private static String shortened(String text) {
        int max = 3_000;
        return text.length() <= max ? text : text.substring(0, max) + "… (" + text.length() + " characters)";
    }
}
