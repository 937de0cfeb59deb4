package org.manyhands.worker.process;

import com.google.protobuf.ByteString;
import java.util.List;
import java.util.function.BooleanSupplier;

/** Looks at the machine from a test's side. */
final class Processes {
    private static final long PATIENCE_MILLIS = 60_000;

    private Processes() {}

    /** The living processes whose environment has exactly this entry. */
    static List<ProcessEntry> marked(String entry) {
        ProcTable table = new ProcTable();
        return table.all().stream()
                .filter(process ->
                        !process.zombie() && table.environ(process.pid()).has(ByteString.copyFromUtf8(entry)))
                .toList();
    }

    static boolean lives(long pid) {
        ProcessEntry entry = new ProcTable().entry((int) pid);
        return entry != null && !entry.zombie();
    }

    static void await(String what, BooleanSupplier condition) throws InterruptedException {
        long deadlineNanos = System.nanoTime() + PATIENCE_MILLIS * 1_000_000;
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - deadlineNanos > 0) {
                throw new AssertionError("never happened: " + what);
            }
            Thread.sleep(5);
        }
    }
}
