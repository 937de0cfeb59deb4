package org.manyhands.worker.process;

import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.List;
import org.manyhands.worker.process.CommandLookup.Found;
import org.manyhands.worker.process.Outcome.NotStarted;
import org.manyhands.worker.user.Credentials;

/** Starts each task by {@code posix_spawn} and attends to it with one {@code poll}. */
final class PosixSlot implements Slot {
    private static final ByteString SHELL = ByteString.copyFromUtf8("/bin/sh");

    private final PosixSystem system;
    private final SlotMemory memory = new SlotMemory();
    private final CommandLookup lookup = new CommandLookup(memory.probe);

    PosixSlot(PosixSystem system) {
        this.system = system;
    }

    @Override
    public Exit run(Command command, Dialogue dialogue, Limits limits, CancelHandle cancel) {
        return switch (Credentials.as(command.user(), () -> find(command))) {
            case Found.Nowhere(NotStarted reason) -> Exit.notStarted(reason);
            case Found.At(ByteString path) -> start(command, path, dialogue, limits, cancel);
        };
    }

    /** What another user finds is examined before the start: the system's error will be that of the program in between. */
    private Found find(Command command) {
        Found found = lookup.find(command);
        NotStarted obstacle =
                command.user().isPresent() && found instanceof Found.At at ? lookup.obstacle(command, at.path()) : null;
        return obstacle == null ? found : new Found.Nowhere(obstacle);
    }

    private Exit start(Command command, ByteString path, Dialogue dialogue, Limits limits, CancelHandle cancel) {
        Pipes pipes;
        try {
            // A pipe belongs to whoever makes it, and only its owner can open it again by /dev/stdout.
            pipes = Credentials.as(command.user(), () -> Pipes.open(memory.errno, memory.pipeEnds, !dialogue.silent()));
        } catch (Pipes.PipeException e) {
            return Exit.notStarted(CommandLookup.exhausted(e.errno()));
        }
        long startNanos = System.nanoTime();
        int pid = Credentials.as(command.user(), () -> spawn(command, path, pipes));
        if (pid < 0) {
            pipes.close();
            return Exit.notStarted(Credentials.as(command.user(), () -> lookup.explain(command, path, -pid)));
        }
        long inheritedRssBytes = NativeUsage.ownMaxRssBytes(memory.errno, memory.usage);
        pipes.closeTaskEnds();
        pipes.watchReadEnds(memory.polled);
        TaskIdentity task = TaskIdentity.of(pid, command.environment());
        try (PosixExecution execution = new PosixExecution(
                system, memory, task, dialogue, pipes.takeInputWriteEnd(), limits, startNanos, inheritedRssBytes)) {
            return execution.await(cancel);
        }
    }

    private int spawn(Command command, ByteString path, Pipes pipes) {
        if (command.user().isPresent()) {
            UserStart start = system.userStart();
            return spawn(command, start.path(), start.words(command.user().get(), command, path), pipes);
        }
        int pid = spawn(command, path, command.argv(), pipes);
        if (pid == -Errno.ENOEXEC) {
            return spawn(command, SHELL, shellWords(command, path), pipes);
        }
        return pid;
    }

    private int spawn(Command command, ByteString path, List<ByteString> argv, Pipes pipes) {
        CommandImage image = CommandImage.write(memory.image, path, argv, command.environment());
        int input = pipes.inputReadEnd() >= 0 ? pipes.inputReadEnd() : system.nullFd();
        return memory.spawner.spawn(
                image, new Spawner.Place(input, pipes.outputWriteEnd(), pipes.errorWriteEnd(), command.directory()));
    }

    /** A script without a first line that names its interpreter is one for the shell, as for {@code execvp}. */
    private static List<ByteString> shellWords(Command command, ByteString path) {
        List<ByteString> words = new ArrayList<>(List.of(SHELL, path));
        words.addAll(command.argv().subList(1, command.argv().size()));
        return words;
    }

    @Override
    public void close() {
        memory.close();
    }
}
