package org.manyhands.worker.process;

import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** Ends what earlier boots of a data directory left running, before a new session is opened. */
public final class Sweep {
    private static final int CLEAN_LOOKS = 3;
    private static final long LOOK_MILLIS = 10;

    private final ProcessTable table;
    private final Signaller signaller;

    Sweep(ProcessTable table, Signaller signaller) {
        this.table = table;
        this.signaller = signaller;
    }

    /**
     * What a sweep did.
     *
     * @param ended processes that were ended
     * @param survivors marked processes that could not be ended; 0 is proof that none is left
     */
    public record Swept(int ended, int survivors) {}

    /**
     * Kills every process that carries a mark of the data directory, except those of one boot, and every descendant of
     * such a process, until looks in a row find none. This JVM and its ancestors are never touched.
     *
     * @param exceptBoot the boot that is beginning
     */
    public static Swept endAllOf(String dataDirectoryId, long exceptBoot) {
        ProcessTable table = ProcessTable.ofThisSystem();
        return new Sweep(table, new HandleSignaller(table)).end(dataDirectoryId, exceptBoot);
    }

    Swept end(String dataDirectoryId, long exceptBoot) {
        BootMark.requireId(dataDirectoryId);
        ByteString prefix = ByteString.copyFromUtf8(BootMark.BOOT_NAME + "=" + dataDirectoryId + ".");
        ByteString except = new BootMark(dataDirectoryId, exceptBoot).entry();
        Set<ProcessEntry> ended = new HashSet<>();
        long giveUpNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(TreeEnding.KILL_PATIENCE_MILLIS);
        List<ProcessEntry> living = List.of();
        for (int clean = 0; clean < CLEAN_LOOKS && System.nanoTime() - giveUpNanos < 0; ) {
            living = living(prefix, except);
            living.forEach(signaller::kill);
            ended.addAll(living);
            clean = living.isEmpty() ? clean + 1 : 0;
            pause();
        }
        return new Swept(ended.size() - living.size(), living.size());
    }

    private List<ProcessEntry> living(ByteString prefix, ByteString except) {
        List<ProcessEntry> all = table.all();
        Set<Integer> untouchable = lineage();
        List<ProcessEntry> roots = new ArrayList<>();
        for (ProcessEntry entry : all) {
            Environ environ = entry.zombie() ? Environ.NONE : table.environ(entry.pid());
            if (environ.hasPrefix(prefix) && !environ.has(except) && !untouchable.contains(entry.pid())) {
                roots.add(entry);
            }
        }
        return ProcessTree.livingDescendants(all, roots).stream()
                .filter(entry -> !untouchable.contains(entry.pid()))
                .toList();
    }

    /** This JVM and its ancestors: the program may have been started from within a task. */
    private Set<Integer> lineage() {
        Set<Integer> lineage = new HashSet<>();
        ProcessEntry entry = table.entry((int) ProcessHandle.current().pid());
        while (entry != null && lineage.add(entry.pid())) {
            entry = table.entry(entry.parent());
        }
        return lineage;
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
