package org.manyhands.worker.process;

import com.google.protobuf.ByteString;
import java.util.List;

/**
 * A worker to be killed. Arguments: the implementation, the data directory id, a script for each slot. Prints the
 * reaper's pid; when a line comes on its standard input, it sends the reaper away and leaves its tasks alone.
 */
final class ReaperVictim {
    private ReaperVictim() {}

    public static void main(String[] args) throws Exception {
        ProcessStarter starter =
                args[0].equals("posix") ? PosixSpawnStarter.open() : new JdkProcessStarter("this is a test");
        BootMark boot = new BootMark(args[1], 3);
        Reaper reaper = starter.startReaper(boot);
        for (int i = 2; i < args.length; i++) {
            String script = args[i];
            String key = "task-" + i;
            Thread.ofPlatform().daemon().start(() -> runTask(starter, boot, key, script));
        }
        System.out.println(reaper.pid());
        System.out.flush();
        if (System.in.read() >= 0) {
            reaper.close();
            System.out.println("gone");
            System.out.flush();
            System.in.readAllBytes();
        }
    }

    private static void runTask(ProcessStarter starter, BootMark boot, String key, String script) {
        Environment environment = boot.mark(MinimalEnvironment.of(Environment.EMPTY, Environment.EMPTY), key)
                .build();
        Command command = new Command(List.of(bytes("/bin/sh"), bytes("-c"), bytes(script)), environment, bytes("/"));
        try (Slot slot = starter.openSlot()) {
            slot.run(command, OutputSink.DISCARD, OutputSink.DISCARD, Limits.NONE, new CancelHandle());
        }
    }

    private static ByteString bytes(String text) {
        return ByteString.copyFromUtf8(text);
    }
}
