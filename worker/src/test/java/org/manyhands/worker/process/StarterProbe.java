package org.manyhands.worker.process;

import com.google.protobuf.ByteString;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Chooses a starter, runs one task that exits with 7, and writes what came of it into the file named. */
final class StarterProbe {
    private StarterProbe() {}

    public static void main(String[] args) throws Exception {
        ByteString.Output output = ByteString.newOutput();
        Command command = new Command(
                List.of(
                        ByteString.copyFromUtf8("/bin/sh"),
                        ByteString.copyFromUtf8("-c"),
                        ByteString.copyFromUtf8("echo out; exit 7")),
                Environment.EMPTY,
                ByteString.copyFromUtf8("/"));
        try (ProcessStarter starter = ProcessStarters.choose();
                Slot slot = starter.openSlot()) {
            Exit exit = slot.run(
                    command,
                    chunk -> {
                        byte[] copy = new byte[chunk.remaining()];
                        chunk.get(copy);
                        output.write(copy, 0, copy.length);
                        return true;
                    },
                    OutputSink.DISCARD,
                    Limits.NONE,
                    new CancelHandle());
            Files.writeString(
                    Path.of(args[0]),
                    starter.containment().sentence() + "\n" + exit.outcome() + "\n"
                            + output.toByteString().toStringUtf8());
        }
    }
}
