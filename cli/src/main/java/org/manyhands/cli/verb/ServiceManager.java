package org.manyhands.cli.verb;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;

/**
 * Tells systemd how far the node is, so that a unit of {@code Type=notify} is up when the node is: a datagram to the socket
 * that {@code NOTIFY_SOCKET} names. The JDK has no datagrams over Unix sockets, so these are calls of the C library.
 */
final class ServiceManager {
    private static final short AF_UNIX = 1;
    private static final int SOCK_DGRAM_CLOEXEC = 2 | 0x80000;
    private static final int FAMILY_BYTES = 2;
    private static final int PATH_BYTES_MAX = 107;

    private ServiceManager() {}

    /** Does nothing if no service manager waits for it, or if this system has no such calls. */
    static void tell(String state) {
        String socket = System.getenv("NOTIFY_SOCKET");
        if (socket != null && !tell(socket, state)) {
            CommandLines.say("the service manager could not be told '" + state + "' at '" + socket + "'");
        }
    }

    /** Whether the datagram was handed over. A path that begins with @ is one of the abstract name space. */
    static boolean tell(String socket, String state) {
        byte[] path = socket.getBytes(StandardCharsets.UTF_8);
        if (path.length == 0 || path.length > PATH_BYTES_MAX || (path[0] != '/' && path[0] != '@')) {
            return false;
        }
        if (path[0] == '@') {
            path[0] = 0;
        }
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment address = arena.allocate(FAMILY_BYTES + path.length + 1, JAVA_SHORT.byteAlignment());
            address.set(JAVA_SHORT, 0, AF_UNIX);
            MemorySegment.copy(path, 0, address, JAVA_BYTE, FAMILY_BYTES, path.length);
            byte[] text = state.getBytes(StandardCharsets.UTF_8);
            return send(address, FAMILY_BYTES + path.length, arena.allocateFrom(JAVA_BYTE, text));
        } catch (UnsatisfiedLinkError elsewhere) {
            return false;
        }
    }

    private static boolean send(MemorySegment address, int addressBytes, MemorySegment text) {
        MethodHandle socket = call("socket", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT);
        MethodHandle sendto = call("sendto", JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT, ADDRESS, JAVA_INT);
        MethodHandle close = call("close", JAVA_INT, JAVA_INT);
        try {
            int descriptor = (int) socket.invokeExact((int) AF_UNIX, SOCK_DGRAM_CLOEXEC, 0);
            if (descriptor < 0) {
                return false;
            }
            long sent = (long) sendto.invokeExact(descriptor, text, text.byteSize(), 0, address, addressBytes);
            int closed = (int) close.invokeExact(descriptor);
            return sent == text.byteSize() && closed == 0;
        } catch (Throwable broken) {
            throw new IllegalStateException("a call of the C library", broken);
        }
    }

    private static MethodHandle call(String name, MemoryLayout result, MemoryLayout... arguments) {
        Linker linker = Linker.nativeLinker();
        MemorySegment symbol =
                linker.defaultLookup().find(name).orElseThrow(() -> new UnsatisfiedLinkError("no " + name));
        return linker.downcallHandle(symbol, FunctionDescriptor.of(result, arguments));
    }
}
