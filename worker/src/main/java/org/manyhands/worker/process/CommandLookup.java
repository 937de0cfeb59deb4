package org.manyhands.worker.process;

import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.manyhands.worker.process.Outcome.NotStarted;

/**
 * Finds the file that a command names, in the PATH of the task and as seen from its working directory, and explains
 * why one cannot be started. Looking is cheap; the working directory is only examined after a start failed.
 */
final class CommandLookup {
    /** What {@code execvp} searches when there is no PATH. */
    private static final ByteString PATH_WHEN_UNSET = ByteString.copyFromUtf8("/bin:/usr/bin");

    private static final ByteString SLASH = ByteString.copyFromUtf8("/");

    private final FileProbe files;

    CommandLookup(FileProbe files) {
        this.files = files;
    }

    /** Where the command is, or why there is none. */
    sealed interface Found {
        record At(ByteString path) implements Found {}

        record Nowhere(NotStarted reason) implements Found {}
    }

    Found find(Command command) {
        ByteString word = command.word();
        NotStarted malformed = malformed(command);
        if (malformed != null) {
            return new Found.Nowhere(malformed);
        }
        if (indexOf(word, '/', 0) >= 0) {
            return new Found.At(within(command.directory(), word));
        }
        return search(command, word);
    }

    private Found search(Command command, ByteString word) {
        ByteString path = command.environment().value("PATH").orElse(PATH_WHEN_UNSET);
        ByteString refused = ByteString.EMPTY;
        for (ByteString directory : directories(path)) {
            ByteString candidate = join(within(command.directory(), directory), word);
            if (files.executable(candidate)) {
                if (!files.directory(candidate)) {
                    return new Found.At(candidate);
                }
            } else if (refused.isEmpty() && files.exists(candidate)) {
                refused = candidate;
            }
        }
        return new Found.Nowhere(refused.isEmpty() ? notFound(command, word, path) : notExecutable(refused));
    }

    private NotStarted notFound(Command command, ByteString word, ByteString path) {
        if (!files.directory(command.directory())) {
            return directoryMissing(command);
        }
        return new NotStarted(
                NotStarted.NOT_FOUND,
                "The command " + text(word) + " was not found in PATH=" + text(path)
                        + "; install it on this node, give its full path, or set PATH for the job.");
    }

    /** What can be seen to be in the way before a start, for starters that do not get the system's error. */
    @Nullable NotStarted obstacle(Command command, ByteString path) {
        if (!files.directory(command.directory())) {
            return directoryMissing(command);
        }
        if (!files.exists(path)) {
            return missing(command, path);
        }
        return files.directory(path) || !files.executable(path) ? notExecutable(path) : null;
    }

    /** Why the system refused to start the file, by its positive error. */
    NotStarted explain(Command command, ByteString path, int errno) {
        if (!files.directory(command.directory())) {
            return directoryMissing(command);
        }
        return switch (errno) {
            case Errno.ENOENT, Errno.ENOTDIR -> missing(command, path);
            case Errno.EACCES -> notExecutable(path);
            case Errno.EAGAIN, Errno.ENOMEM, Errno.EMFILE, Errno.ENFILE -> exhausted(errno);
            default ->
                new NotStarted(
                        NotStarted.NOT_EXECUTABLE,
                        "The file " + text(path) + " cannot be run: " + Errno.name(errno) + ".");
        };
    }

    static NotStarted exhausted(int errno) {
        return new NotStarted(
                NotStarted.NODE_EXHAUSTED,
                "This node has no room for another process: " + Errno.name(errno)
                        + "; give it fewer slots or raise its limits.");
    }

    private NotStarted missing(Command command, ByteString path) {
        if (files.exists(path)) {
            return new NotStarted(
                    NotStarted.NOT_FOUND,
                    "The file " + text(path)
                            + " cannot be run: the interpreter in its first line, or its loader, does not exist here.");
        }
        String seen = command.word().equals(path) ? "" : " (looked for " + text(path) + ")";
        return new NotStarted(
                NotStarted.NOT_FOUND, "The command " + text(command.word()) + " does not exist" + seen + ".");
    }

    private NotStarted notExecutable(ByteString path) {
        String why = files.directory(path)
                ? " is a directory, not a command."
                : " is not executable; make it so with chmod +x, or name the program that should read it.";
        return new NotStarted(NotStarted.NOT_EXECUTABLE, "The file " + text(path) + why);
    }

    private static NotStarted directoryMissing(Command command) {
        return new NotStarted(
                NotStarted.NOT_FOUND,
                "The working directory " + text(command.directory())
                        + " does not exist on this node or may not be entered; create it here,"
                        + " or declare inputs with in: to run in a fresh directory.");
    }

    private static @Nullable NotStarted malformed(Command command) {
        if (command.word().isEmpty()) {
            return new NotStarted(NotStarted.NOT_FOUND, "The command is an empty word; name a program.");
        }
        int number = 0;
        for (ByteString word : command.argv()) {
            if (indexOf(word, 0, 0) >= 0) {
                return containsNul("argument " + number);
            }
            number++;
        }
        for (Map.Entry<ByteString, ByteString> entry :
                command.environment().entries().entrySet()) {
            if (indexOf(entry.getValue(), 0, 0) >= 0) {
                return containsNul("environment variable " + text(entry.getKey()));
            }
        }
        return indexOf(command.directory(), 0, 0) >= 0 ? containsNul("working directory") : null;
    }

    private static NotStarted containsNul(String what) {
        return new NotStarted(
                NotStarted.NOT_EXECUTABLE, "The " + what + " contains a NUL byte, which no process can receive.");
    }

    private static List<ByteString> directories(ByteString path) {
        List<ByteString> directories = new ArrayList<>();
        int start = 0;
        for (int end = indexOf(path, ':', 0); end >= 0; end = indexOf(path, ':', start)) {
            directories.add(path.substring(start, end));
            start = end + 1;
        }
        directories.add(path.substring(start));
        return directories;
    }

    private static ByteString within(ByteString directory, ByteString path) {
        if (path.isEmpty()) {
            return directory;
        }
        return path.byteAt(0) == '/' ? path : join(directory, path);
    }

    private static ByteString join(ByteString directory, ByteString name) {
        return directory.byteAt(directory.size() - 1) == '/'
                ? directory.concat(name)
                : directory.concat(SLASH).concat(name);
    }

    private static int indexOf(ByteString bytes, int wanted, int from) {
        for (int i = from; i < bytes.size(); i++) {
            if (bytes.byteAt(i) == wanted) {
                return i;
            }
        }
        return -1;
    }

    private static String text(ByteString bytes) {
        return bytes.toStringUtf8();
    }
}
