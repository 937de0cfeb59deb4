package org.manyhands.worker.process;

import com.google.protobuf.ByteString;
import java.util.Optional;

/**
 * How the processes of a running task are told from others.
 *
 * @param pid its first process, which is also its session where it has one; not reused before it is reaped
 * @param boot the entry {@code MH_BOOT=...} of its environment, if it was marked
 * @param key the entry {@code MH_KEY=...} of its environment, if it was marked
 */
record TaskIdentity(int pid, Optional<ByteString> boot, Optional<ByteString> key) {
    static TaskIdentity of(int pid, Environment environment) {
        return new TaskIdentity(pid, environment.entry(BootMark.BOOT_NAME), environment.entry(BootMark.KEY_NAME));
    }

    /** Whether a process with this environment carries both marks of the task. */
    boolean marks(Environ environ) {
        return boot.isPresent() && key.isPresent() && environ.has(boot.get()) && environ.has(key.get());
    }

    /** Whether a process with this environment is of a task of the same boot. */
    boolean sameBoot(Environ environ) {
        return boot.isPresent() && environ.has(boot.get());
    }
}
