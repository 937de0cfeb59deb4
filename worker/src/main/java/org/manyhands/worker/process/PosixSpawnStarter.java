package org.manyhands.worker.process;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.manyhands.worker.user.Credentials;
import org.manyhands.worker.user.UnixUser;

/** Starts processes by {@code posix_spawn}, called through the foreign function API. Linux with glibc 2.34 or newer. */
final class PosixSpawnStarter implements ProcessStarter {
    private static final int TRIAL_CODE = 7;
    private static final int NOBODY = 65_534;
    private static final Containment CONTAINMENT = new Containment(
            true,
            "Processes are started by posix_spawn in a session of their own; this process adopts what they leave"
                    + " behind, so every descendant of a task is found and ended with it.");

    private final PosixSystem system;

    private PosixSpawnStarter(PosixSystem system) {
        this.system = system;
    }

    /** Tries it out; the exception says why this system cannot do it. */
    static PosixSpawnStarter open() throws UnsupportedSystemException {
        requireLinux();
        try {
            Libc.load();
            new Spawner().close();
            PosixSpawnStarter starter = new PosixSpawnStarter(new PosixSystem());
            starter.tryOut(Optional.empty());
            return starter;
        } catch (LinkageError | IllegalStateException | IllegalCallerException e) {
            throw new UnsupportedSystemException("native calls do not work here: " + rootMessage(e));
        }
    }

    private static void requireLinux() throws UnsupportedSystemException {
        String system = System.getProperty("os.name");
        String machine = System.getProperty("os.arch");
        if (!system.equals("Linux") || !List.of("amd64", "aarch64").contains(machine)) {
            throw new UnsupportedSystemException(
                    "posix_spawn is called directly on Linux for amd64 and aarch64 only, this is " + system + " for "
                            + machine);
        }
    }

    /** One real start, so that whatever is wrong shows now and not with the first task. */
    private void tryOut(Optional<UnixUser> user) throws UnsupportedSystemException {
        Command command = new Command(
                List.of(bytes("/bin/sh"), bytes("-c"), bytes("exit " + TRIAL_CODE)),
                Environment.EMPTY,
                bytes("/"),
                user);
        try (Slot slot = openSlot()) {
            Exit exit = slot.run(command, OutputSink.DISCARD, OutputSink.DISCARD, Limits.NONE, new CancelHandle());
            if (!exit.outcome().equals(new Outcome.Exited(TRIAL_CODE))) {
                throw new UnsupportedSystemException("a trial start of /bin/sh gave " + exit.outcome());
            }
        }
    }

    private static ByteString bytes(String text) {
        return ByteString.copyFromUtf8(text);
    }

    private static String rootMessage(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return String.valueOf(root.getMessage());
    }

    @Override
    public Slot openSlot() {
        return new PosixSlot(system);
    }

    @Override
    public Reaper startReaper(BootMark boot) throws IOException {
        return Reaper.start(boot, command -> PosixDetached.start(system, command));
    }

    @Override
    public void requireUsers() throws UnsupportedSystemException {
        system.findUserStart();
        Credentials.openClassPath();
        UnixUser nobody = new UnixUser("nobody", NOBODY, NOBODY, List.of(NOBODY), "/", "/bin/sh");
        try {
            tryOut(Optional.of(nobody));
        } catch (IllegalStateException refused) {
            throw new UnsupportedSystemException(String.valueOf(refused.getMessage()));
        }
    }

    @Override
    public Containment containment() {
        return CONTAINMENT;
    }

    @Override
    public void close() {
        system.close();
    }
}
