package org.manyhands.worker.process;

import com.google.protobuf.ByteString;
import java.util.List;
import java.util.Optional;
import org.manyhands.worker.user.UnixUser;

/**
 * What to run. All parts are bytes, handed to the system as they are.
 *
 * @param argv the words, at least one; the first is looked up in the PATH of {@code environment} unless it has a slash
 * @param environment everything the process will see; nothing is inherited
 * @param directory absolute path of the working directory
 * @param user as whom it runs; empty: as whoever this process is
 */
public record Command(List<ByteString> argv, Environment environment, ByteString directory, Optional<UnixUser> user) {
    public Command {
        argv = List.copyOf(argv);
        if (argv.isEmpty()) {
            throw new IllegalArgumentException("argv: empty (expected: at least one word)");
        }
        if (directory.isEmpty() || directory.byteAt(0) != '/') {
            throw new IllegalArgumentException(
                    "directory: " + directory.toStringUtf8() + " (expected: an absolute path)");
        }
    }

    /** One that runs as whoever this process is. */
    public Command(List<ByteString> argv, Environment environment, ByteString directory) {
        this(argv, environment, directory, Optional.empty());
    }

    /** Another one with the same rights, environment and directory. */
    Command withWords(List<ByteString> newArgv) {
        return new Command(newArgv, environment, directory, user);
    }

    ByteString word() {
        return argv.getFirst();
    }
}
