package org.manyhands.worker.user;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.List;
import org.manyhands.worker.foreign.Downcalls;

/**
 * The calls of the C library about users, for Linux with glibc on 64 bits. Those that change credentials are made without the
 * library's own functions, which change the credentials of all threads.
 */
final class UserCalls {
    /** Of {@code struct passwd}: six pointers and two numbers. */
    static final long PASSWD_BYTES = 48;

    static final long PASSWD_NAME = 0;
    static final long PASSWD_UID = 16;
    static final long PASSWD_GID = 20;
    static final long PASSWD_HOME = 32;
    static final long PASSWD_SHELL = 40;

    private static final int UNCHANGED = -1;
    private static final boolean ARM = System.getProperty("os.arch").equals("aarch64");
    private static final long SYS_SETRESUID = ARM ? 147 : 117;
    private static final long SYS_SETRESGID = ARM ? 149 : 119;
    private static final long SYS_SETGROUPS = ARM ? 159 : 116;
    private static final long SYS_GETGROUPS = ARM ? 158 : 115;

    private static final MethodHandle SYSCALL = Downcalls.of(
            "syscall",
            FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG),
            Linker.Option.firstVariadicArg(1));
    private static final MethodHandle GETEUID = Downcalls.plain("geteuid");
    private static final MethodHandle GETEGID = Downcalls.plain("getegid");
    private static final MethodHandle GETPWNAM =
            Downcalls.plain("getpwnam_r", ADDRESS, ADDRESS, ADDRESS, JAVA_LONG, ADDRESS);
    private static final MethodHandle GETPWUID =
            Downcalls.plain("getpwuid_r", JAVA_INT, ADDRESS, ADDRESS, JAVA_LONG, ADDRESS);
    private static final MethodHandle GETGROUPLIST =
            Downcalls.plain("getgrouplist", ADDRESS, JAVA_INT, ADDRESS, ADDRESS);

    private UserCalls() {}

    static int effectiveUser() {
        try {
            return (int) GETEUID.invokeExact();
        } catch (Throwable e) {
            throw Downcalls.unexpected(e);
        }
    }

    static int effectiveGroup() {
        try {
            return (int) GETEGID.invokeExact();
        } catch (Throwable e) {
            throw Downcalls.unexpected(e);
        }
    }

    /** Returns 0, or an error; with no error and no user, the pointer at {@code result} is null. */
    static int byName(MemorySegment name, MemorySegment passwd, MemorySegment strings, MemorySegment result) {
        try {
            return (int) GETPWNAM.invokeExact(name, passwd, strings, strings.byteSize(), result);
        } catch (Throwable e) {
            throw Downcalls.unexpected(e);
        }
    }

    /** As {@link #byName}. */
    static int byUid(int uid, MemorySegment passwd, MemorySegment strings, MemorySegment result) {
        try {
            return (int) GETPWUID.invokeExact(uid, passwd, strings, strings.byteSize(), result);
        } catch (Throwable e) {
            throw Downcalls.unexpected(e);
        }
    }

    /** Returns how many were written, or -1 if there are more: the number at {@code count} says how many. */
    static int groups(MemorySegment name, int gid, MemorySegment groups, MemorySegment count) {
        try {
            return (int) GETGROUPLIST.invokeExact(name, gid, groups, count);
        } catch (Throwable e) {
            throw Downcalls.unexpected(e);
        }
    }

    /** The supplementary groups of this thread. */
    static List<Integer> threadGroups() {
        try (Arena arena = Arena.ofConfined()) {
            long count = syscall(SYS_GETGROUPS, 0, 0, 0);
            MemorySegment groups = arena.allocate(JAVA_INT, Math.max(1, count));
            long read = syscall(SYS_GETGROUPS, count, groups.address(), 0);
            return groups.asSlice(0, JAVA_INT.byteSize() * Math.max(0, read))
                    .elements(JAVA_INT)
                    .map(group -> group.get(JAVA_INT, 0))
                    .toList();
        }
    }

    static boolean setThreadGroups(List<Integer> wanted) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment groups = arena.allocate(JAVA_INT, Math.max(1, wanted.size()));
            for (int i = 0; i < wanted.size(); i++) {
                groups.setAtIndex(JAVA_INT, i, wanted.get(i));
            }
            return syscall(SYS_SETGROUPS, wanted.size(), groups.address(), 0) == 0;
        }
    }

    /** The effective one of this thread; the real and the saved one stay. */
    static boolean setThreadUser(int uid) {
        return syscall(SYS_SETRESUID, UNCHANGED, uid, UNCHANGED) == 0;
    }

    /** As {@link #setThreadUser}. */
    static boolean setThreadGroup(int gid) {
        return syscall(SYS_SETRESGID, UNCHANGED, gid, UNCHANGED) == 0;
    }

    private static long syscall(long number, long first, long second, long third) {
        try {
            return (long) SYSCALL.invokeExact(number, first, second, third);
        } catch (Throwable e) {
            throw Downcalls.unexpected(e);
        }
    }
}
