package org.manyhands.worker.foreign;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/** Finds functions of the C library. */
public final class Downcalls {
    private static final Linker LINKER = Linker.nativeLinker();

    private Downcalls() {}

    private static MemorySegment symbol(String name) {
        return LINKER.defaultLookup()
                .find(name)
                .orElseThrow(() -> new UnsatisfiedLinkError("the C library has no " + name));
    }

    /**
     * A function of any kind.
     *
     * @throws UnsatisfiedLinkError if there is none of that name
     */
    public static MethodHandle of(String name, FunctionDescriptor function, Linker.Option... options) {
        return LINKER.downcallHandle(symbol(name), function, options);
    }

    /** One that returns a number: its result, or its error instead of setting errno. */
    public static MethodHandle plain(String name, MemoryLayout... arguments) {
        return of(name, FunctionDescriptor.of(JAVA_INT, arguments));
    }

    /** What is to be thrown for what a call threw, which declares that it throws anything; an error is thrown at once. */
    public static RuntimeException unexpected(Throwable e) {
        if (e instanceof RuntimeException unchecked) {
            return unchecked;
        }
        if (e instanceof Error error) {
            throw error;
        }
        return new IllegalStateException("a native call failed", e);
    }
}
