package org.manyhands.worker.process;

import java.lang.foreign.Arena;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Where a native call leaves its error; for one thread at a time. */
record Errno(MemorySegment memory) {
    static final int EINTR = 4;
    static final int ENOENT = 2;
    static final int ESRCH = 3;
    static final int E2BIG = 7;
    static final int ENOEXEC = 8;
    static final int EAGAIN = 11;
    static final int ENOMEM = 12;
    static final int EACCES = 13;
    static final int ENOTDIR = 20;
    static final int ENFILE = 23;
    static final int EMFILE = 24;
    static final int ETXTBSY = 26;
    static final int ENAMETOOLONG = 36;

    static Errno in(Arena arena) {
        return new Errno(arena.allocate(Linker.Option.captureStateLayout()));
    }

    /** The result of a call as it is, or the negated error. */
    int result(int returned) {
        return returned >= 0 ? returned : -memory.get(ValueLayout.JAVA_INT, 0);
    }

    long result(long returned) {
        return returned >= 0 ? returned : -memory.get(ValueLayout.JAVA_INT, 0);
    }

    /** For sentences: the name of a positive error, or its number. */
    static String name(int errno) {
        return switch (errno) {
            case ENOENT -> "no such file or directory";
            case E2BIG -> "argument list and environment are too long";
            case ENOEXEC -> "not a program that this machine can run";
            case EAGAIN -> "too many processes";
            case ENOMEM -> "out of memory";
            case EACCES -> "permission denied";
            case ENOTDIR -> "a part of the path is not a directory";
            case ENFILE, EMFILE -> "too many open files";
            case ETXTBSY -> "the file is open for writing";
            case ENAMETOOLONG -> "the path is too long";
            default -> "error " + errno + " of the system";
        };
    }
}
