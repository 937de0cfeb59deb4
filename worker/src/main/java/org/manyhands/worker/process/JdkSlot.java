package org.manyhands.worker.process;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.util.Optional;
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
    public Exit run(
            Command command, OutputSink standardOutput, OutputSink standardError, Limits limits, CancelHandle cancel) {
        return run(command, standardOutput, standardError, Optional.empty(), limits, cancel);
    }

    @Override
    public Exit converse(Command command, Dialogue dialogue, Limits limits, CancelHandle cancel) {
        return run(command, dialogue::hear, Slot.overhearing(dialogue), Optional.of(dialogue), limits, cancel);
    }

    private Exit run(
            Command command,
            OutputSink standardOutput,
            OutputSink standardError,
            Optional<Dialogue> dialogue,
            Limits limits,
            CancelHandle cancel) {
        return switch (lookup.find(command)) {
            case Found.Nowhere(NotStarted reason) -> Exit.notStarted(reason);
            case Found.At(ByteString path) ->
                start(command, path, standardOutput, standardError, dialogue, limits, cancel);
        };
    }

    private Exit start(
            Command command,
            ByteString path,
            OutputSink standardOutput,
            OutputSink standardError,
            Optional<Dialogue> dialogue,
            Limits limits,
            CancelHandle cancel) {
        NotStarted obstacle = lookup.obstacle(command, path);
        if (obstacle != null) {
            return Exit.notStarted(obstacle);
        }
        long startNanos = System.nanoTime();
        Process started;
        try {
            JdkCommand starting = new JdkCommand(starter.sessionPrefix());
            started = dialogue.isPresent() ? starting.startAsked(command, path) : starting.start(command, path);
        } catch (IOException e) {
            return Exit.notStarted(new NotStarted(
                    NotStarted.NOT_EXECUTABLE,
                    "The file " + path.toStringUtf8() + " cannot be run: " + e.getMessage()));
        }
        Process process = started;
        try (JdkExecution execution = new JdkExecution(
                starter,
                process,
                TaskIdentity.of((int) process.pid(), command.environment()),
                new JdkOutput(process.getInputStream(), standardOutput),
                new JdkOutput(process.getErrorStream(), standardError),
                dialogue.map(each -> new JdkInput(process.getOutputStream(), each)),
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
