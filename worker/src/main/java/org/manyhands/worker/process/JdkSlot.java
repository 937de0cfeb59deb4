package org.manyhands.worker.process;

import com.google.protobuf.ByteString;
import java.io.IOException;
import org.manyhands.worker.process.CommandLookup.Found;
import org.manyhands.worker.process.Outcome.NotStarted;

/** Starts each task by the JDK and looks at it every few milliseconds. */
final class JdkSlot implements Slot {
    private final JdkProcessStarter starter;
    private final CommandLookup lookup = new CommandLookup(new JdkProbe());

    JdkSlot(JdkProcessStarter starter) {
        this.starter = starter;
    }

    @Override
    public Exit run(Command command, Dialogue dialogue, Limits limits, CancelHandle cancel) {
        if (command.user().isPresent()) {
            throw new IllegalArgumentException(
                    "the JDK starts nothing as " + command.user().get().name());
        }
        return switch (lookup.find(command)) {
            case Found.Nowhere(NotStarted reason) -> Exit.notStarted(reason);
            case Found.At(ByteString path) -> start(command, path, dialogue, limits, cancel);
        };
    }

    private Exit start(Command command, ByteString path, Dialogue dialogue, Limits limits, CancelHandle cancel) {
        NotStarted obstacle = lookup.obstacle(command, path);
        if (obstacle != null) {
            return Exit.notStarted(obstacle);
        }
        long startNanos = System.nanoTime();
        Process process;
        try {
            process = new JdkCommand(starter.sessionPrefix()).start(command, path, !dialogue.silent());
        } catch (IOException e) {
            return Exit.notStarted(new NotStarted(
                    NotStarted.NOT_EXECUTABLE,
                    "The file " + path.toStringUtf8() + " cannot be run: " + e.getMessage()));
        }
        try (JdkExecution execution = new JdkExecution(
                starter,
                process,
                TaskIdentity.of((int) process.pid(), command.environment()),
                dialogue,
                new JdkInput(process.getOutputStream(), dialogue),
                new JdkOutput(process.getInputStream(), dialogue::hear),
                new JdkOutput(process.getErrorStream(), dialogue::overhear),
                limits,
                startNanos)) {
            return execution.await(cancel);
        }
    }

    @Override
    public void close() {
        // holds nothing
    }
}
