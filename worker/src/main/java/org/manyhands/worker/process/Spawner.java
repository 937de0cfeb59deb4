package org.manyhands.worker.process;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import com.google.protobuf.ByteString;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import org.jspecify.annotations.Nullable;
import org.manyhands.worker.foreign.Downcalls;

/**
 * {@code posix_spawn} with what every process gets: its own session, default signals, an empty signal mask, its
 * working directory, and no descriptor but 0, 1 and 2. For one thread at a time.
 */
final class Spawner implements AutoCloseable {
    private static final short SET_SIGNAL_DEFAULTS = 0x04;
    private static final short SET_SIGNAL_MASK = 0x08;
    private static final short SET_SESSION = 0x80;
    /** Above what glibc needs (80, 336 and 128 bytes). */
    private static final long ACTIONS_BYTES = 512;

    private static final long ATTRIBUTES_BYTES = 1024;
    private static final long SIGNAL_SET_BYTES = 1024;

    private static final MethodHandle SPAWN =
            Downcalls.plain("posix_spawn", ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS);
    private static final MethodHandle ACTIONS_INIT = Downcalls.plain("posix_spawn_file_actions_init", ADDRESS);
    private static final MethodHandle ACTIONS_DESTROY = Downcalls.plain("posix_spawn_file_actions_destroy", ADDRESS);
    private static final MethodHandle ACTIONS_DUP2 =
            Downcalls.plain("posix_spawn_file_actions_adddup2", ADDRESS, JAVA_INT, JAVA_INT);
    private static final MethodHandle ACTIONS_CLOSE_FROM =
            Downcalls.plain("posix_spawn_file_actions_addclosefrom_np", ADDRESS, JAVA_INT);
    private static final MethodHandle ACTIONS_CHDIR =
            Downcalls.plain("posix_spawn_file_actions_addchdir_np", ADDRESS, ADDRESS);
    private static final MethodHandle ATTRIBUTES_INIT = Downcalls.plain("posix_spawnattr_init", ADDRESS);
    private static final MethodHandle ATTRIBUTES_DESTROY = Downcalls.plain("posix_spawnattr_destroy", ADDRESS);
    private static final MethodHandle ATTRIBUTES_FLAGS =
            Downcalls.plain("posix_spawnattr_setflags", ADDRESS, JAVA_SHORT);
    private static final MethodHandle ATTRIBUTES_DEFAULTS =
            Downcalls.plain("posix_spawnattr_setsigdefault", ADDRESS, ADDRESS);
    private static final MethodHandle ATTRIBUTES_MASK = Downcalls.plain("posix_spawnattr_setsigmask", ADDRESS, ADDRESS);
    private static final MethodHandle FILL_SET = Downcalls.plain("sigfillset", ADDRESS);
    private static final MethodHandle EMPTY_SET = Downcalls.plain("sigemptyset", ADDRESS);

    /** Where a process begins: its three descriptors and its working directory. */
    record Place(int input, int output, int error, ByteString directory) {}

    private final Arena arena = Arena.ofShared();
    private final MemorySegment actions = arena.allocate(ACTIONS_BYTES, 16);
    private final MemorySegment attributes = arena.allocate(ATTRIBUTES_BYTES, 16);
    private final MemorySegment pid = arena.allocate(JAVA_INT);
    private @Nullable Place prepared;

    Spawner() {
        MemorySegment all = arena.allocate(SIGNAL_SET_BYTES, 16);
        MemorySegment none = arena.allocate(SIGNAL_SET_BYTES, 16);
        try {
            require((int) FILL_SET.invokeExact(all));
            require((int) EMPTY_SET.invokeExact(none));
            require((int) ATTRIBUTES_INIT.invokeExact(attributes));
            require((int) ATTRIBUTES_DEFAULTS.invokeExact(attributes, all));
            require((int) ATTRIBUTES_MASK.invokeExact(attributes, none));
            require((int) ATTRIBUTES_FLAGS.invokeExact(
                    attributes, (short) (SET_SESSION | SET_SIGNAL_DEFAULTS | SET_SIGNAL_MASK)));
        } catch (Throwable e) {
            throw Downcalls.unexpected(e);
        }
    }

    /** Starts the process; its pid, or the negated error. */
    int spawn(CommandImage image, Place place) {
        try {
            prepare(place);
            int failure = (int) SPAWN.invokeExact(pid, image.path(), actions, attributes, image.argv(), image.envp());
            return failure == 0 ? pid.get(ValueLayout.JAVA_INT, 0) : -failure;
        } catch (Throwable e) {
            throw Downcalls.unexpected(e);
        }
    }

    /** The C library looks up the limit of descriptors for each that is named, so what is the same again is not said again. */
    private void prepare(Place place) throws Throwable {
        if (place.equals(prepared)) {
            return;
        }
        forget();
        require((int) ACTIONS_INIT.invokeExact(actions));
        prepared = place;
        boolean complete = false;
        try (Arena strings = Arena.ofConfined()) {
            require((int) ACTIONS_DUP2.invokeExact(actions, place.input(), 0));
            require((int) ACTIONS_DUP2.invokeExact(actions, place.output(), 1));
            require((int) ACTIONS_DUP2.invokeExact(actions, place.error(), 2));
            require((int) ACTIONS_CLOSE_FROM.invokeExact(actions, 3));
            MemorySegment directory = strings.allocate(place.directory().size() + 1L);
            place.directory().copyTo(directory.asByteBuffer());
            require((int) ACTIONS_CHDIR.invokeExact(actions, directory));
            complete = true;
        } finally {
            if (!complete) {
                forget();
            }
        }
    }

    private void forget() throws Throwable {
        if (prepared != null) {
            prepared = null;
            int ignored = (int) ACTIONS_DESTROY.invokeExact(actions);
        }
    }

    private static void require(int failure) {
        if (failure != 0) {
            throw new IllegalStateException("preparing a process failed: " + Errno.name(failure));
        }
    }

    @Override
    public void close() {
        try {
            forget();
            int ignored = (int) ATTRIBUTES_DESTROY.invokeExact(attributes);
        } catch (Throwable e) {
            throw Downcalls.unexpected(e);
        }
        arena.close();
    }
}
