package org.manyhands.worker.process;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.StringTokenizer;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * This JVM as child-subreaper. Whatever loses its parent below a task becomes a child of the JVM's first thread at the
 * moment its parent ends, before the parent's pidfd fires; so one read of that thread's {@code children} file tells
 * whether a task left anything behind, however it detached itself. The file is read with one {@code pread} on a
 * descriptor that stays open: 2 to 3 µs, where a look at all of {@code /proc} takes milliseconds.
 *
 * <p>To whom an orphan belongs: by its session, by its marks; without both, to all tasks that were running when it
 * started, so it ends with the last of them. Never touched are the JVM's own session (children of the JDK's
 * ProcessBuilder that moved here when their thread ended), running tasks, and what is spared by name (the reaper).
 * Children of slots are in other threads' files, so a task that is just being started is never taken for an orphan.
 *
 * <p>Orphans that ended are reaped by number, never by -1, so that the JDK's own waiting is not robbed. All methods may
 * be called by all slots; one lock guards the memory.
 */
final class Orphans implements Adoption, AutoCloseable {
    private static final int SELF = (int) ProcessHandle.current().pid();
    private static final int LISTS_MAX = 100;
    private static final long LIST_BYTES = 64 * 1024;

    private final ProcessTable table;
    private final Arena arena = Arena.ofShared();
    private final Errno errno = Errno.in(arena);
    private final MemorySegment list = arena.allocate(LIST_BYTES);
    private final MemorySegment status = arena.allocate(ValueLayout.JAVA_INT);
    private final int ownSession;
    private final int childrenFd;
    private final Map<Integer, TaskIdentity> running = new ConcurrentHashMap<>();
    private final Set<Integer> spared = ConcurrentHashMap.newKeySet();
    private final Set<Integer> abandoned = new HashSet<>();

    Orphans(ProcessTable table) throws UnsupportedSystemException {
        this.table = table;
        String path = "/proc/self/task/" + SELF + "/children";
        childrenFd = Libc.open(errno, arena.allocateFrom(path), Libc.O_CLOEXEC);
        if (childrenFd < 0) {
            arena.close();
            throw new UnsupportedSystemException("the kernel offers no " + path + " (CONFIG_PROC_CHILDREN)");
        }
        int adopting = Libc.prctl(errno, Libc.PR_SET_CHILD_SUBREAPER, 1);
        if (adopting < 0) {
            close();
            throw new UnsupportedSystemException("the kernel refuses PR_SET_CHILD_SUBREAPER");
        }
        ownSession = Libc.getsid(errno, 0);
    }

    void started(TaskIdentity task) {
        running.put(task.pid(), task);
    }

    void ended(TaskIdentity task) {
        running.remove(task.pid());
    }

    void spare(int pid) {
        spared.add(pid);
    }

    void spareNoMore(int pid) {
        spared.remove(pid);
    }

    /** Takes a child that could not be ended, to be reaped whenever it does end. */
    synchronized void abandon(int pid) {
        abandoned.add(pid);
    }

    /** Whether the task, whose first process has ended and is not yet reaped, left processes behind. */
    synchronized boolean leftBy(TaskIdentity task) {
        Optional<Set<Integer>> living = living();
        if (living.isEmpty()) {
            return true;
        }
        for (int pid : living.get()) {
            if (!belongsToOther(task, pid)) {
                ProcessEntry entry = table.entry(pid);
                if (entry != null && !entry.zombie() && endsWith(task, entry)) {
                    return true;
                }
            }
        }
        return false;
    }

    private boolean belongsToOther(TaskIdentity task, int pid) {
        int session = Libc.getsid(errno, pid);
        return session != task.pid() && running.containsKey(session);
    }

    @Override
    public synchronized Set<Integer> reapAndList() {
        abandoned.removeIf(this::reaped);
        return living().orElse(Set.of());
    }

    /**
     * The children that live; empty if they came and went too fast. The kernel lists them one after the other, and leaves
     * out some if one of those before ends meanwhile; so only a list of which none has ended is whole.
     */
    private Optional<Set<Integer>> living() {
        for (int i = 0; i < LISTS_MAX; i++) {
            Set<Integer> living = new LinkedHashSet<>();
            boolean whole = true;
            for (int pid : children()) {
                if (isForeign(pid)) {
                    continue;
                }
                if (reaped(pid)) {
                    whole = false;
                } else {
                    living.add(pid);
                }
            }
            if (whole) {
                return Optional.of(living);
            }
        }
        return Optional.empty();
    }

    @Override
    public boolean endsWith(TaskIdentity task, ProcessEntry orphan) {
        TaskIdentity sessionOwner = running.get(orphan.session());
        if (sessionOwner != null) {
            return sessionOwner.equals(task);
        }
        Environ environ = table.environ(orphan.pid());
        if (task.marks(environ)) {
            return true;
        }
        for (TaskIdentity other : running.values()) {
            if (!other.equals(task) && (other.marks(environ) || mayOwn(other, environ, orphan, task))) {
                return false;
            }
        }
        return true;
    }

    /** An orphan that shows no owner is left to any other task that was running when it started. */
    private boolean mayOwn(TaskIdentity other, Environ environ, ProcessEntry orphan, TaskIdentity task) {
        if (task.sameBoot(environ)) {
            return false; // it shows its owner, which is not running any more
        }
        @Nullable ProcessEntry first = table.entry(other.pid());
        return first != null && first.startTicks() <= orphan.startTicks();
    }

    private boolean isForeign(int pid) {
        return spared.contains(pid) || running.containsKey(pid) || Libc.getsid(errno, pid) == ownSession;
    }

    private boolean reaped(int pid) {
        return Libc.wait4(errno, pid, status, Libc.WNOHANG, MemorySegment.NULL) != 0;
    }

    private Set<Integer> children() {
        int length = Libc.pread(errno, childrenFd, list, 0);
        if (length <= 0) {
            return Set.of();
        }
        byte[] text = list.asSlice(0, length).toArray(ValueLayout.JAVA_BYTE);
        StringTokenizer numbers = new StringTokenizer(new String(text, StandardCharsets.US_ASCII));
        Set<Integer> children = new LinkedHashSet<>();
        while (numbers.hasMoreTokens()) {
            children.add(Integer.parseInt(numbers.nextToken()));
        }
        return children;
    }

    @Override
    public void close() {
        Libc.close(errno, childrenFd);
        arena.close();
    }
}
