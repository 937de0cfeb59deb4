package org.manyhands.worker.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Starts processes by the JDK's ProcessBuilder, for systems where {@code posix_spawn} cannot be called. It cannot:
 * tell cpu time and memory used; tell a death by signal n from exit code 128 + n; give a process its own session
 * unless there is a program {@code setsid}; keep argv[0] as given (it is the path found); find a background process
 * that left its session and cleared its environment, or, without {@code /proc}, any that lost its parent.
 */
final class JdkProcessStarter implements ProcessStarter {
    private static final List<String> SETSID_PATHS = List.of("/usr/bin/setsid", "/bin/setsid");

    private final ProcessTable table = ProcessTable.ofThisSystem();
    private final Signaller signaller = new HandleSignaller(table);
    private final Optional<String> setsid = SETSID_PATHS.stream()
            .filter(path -> Files.isExecutable(Path.of(path)))
            .findFirst();
    private final String reason;

    /** Takes why no better implementation can be used, as a part of a sentence. */
    JdkProcessStarter(String reason) {
        this.reason = reason;
    }

    @Override
    public Slot openSlot() {
        return new JdkSlot(this);
    }

    /** What stands before the words of every command. */
    List<String> sessionPrefix() {
        return setsid.map(List::of).orElse(List.of());
    }

    TreeEnding endingOf(TaskIdentity task, long nowNanos, long graceMillis) {
        return new TreeEnding(new ProcessTree(table, Adoption.NONE, task), signaller, nowNanos, graceMillis);
    }

    @Override
    public Reaper startReaper(BootMark boot) throws IOException {
        return Reaper.start(boot, command -> JdkDetached.start(sessionPrefix(), command));
    }

    @Override
    public void requireUsers() throws UnsupportedSystemException {
        throw new UnsupportedSystemException("processes are started by the JDK, because " + reason);
    }

    @Override
    public Containment containment() {
        String session = setsid.isPresent() ? "in a session of their own" : "in the session of this process";
        String found = table instanceof ProcTable
                ? "what they leave behind is found by its session and its marks, unless it cleared its environment"
                : "what they leave behind after the end of its parent is not found";
        return new Containment(
                false, "Processes are started by the JDK, " + session + ", because " + reason + "; " + found + ".");
    }

    @Override
    public void close() {
        // holds nothing
    }
}
