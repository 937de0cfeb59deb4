package org.manyhands.worker.process;

import com.google.protobuf.ByteString;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.manyhands.worker.user.UnixUser;

/**
 * How a command starts as another user: a thread with the effective rights of that user starts {@code setpriv}, which makes
 * them the only ones. As its real user is another than its effective one, the loader heeds no variable of the user's that
 * would let code of theirs into it (ld.so(8), secure execution); those that it drops for that, {@code env} sets again.
 */
final class UserStart {
    private static final List<String> DIRECTORIES = List.of("/usr/bin", "/bin");
    private static final List<String> DROPPED_PREFIXES =
            List.of("LD_", "MALLOC_", "GLIBC_", "GCONV_", "NSS_", "MEMUSAGE");
    private static final Set<String> DROPPED = Set.of(
            "GETCONF_DIR",
            "HOSTALIASES",
            "LOCALDOMAIN",
            "LOCPATH",
            "NIS_PATH",
            "NLSPATH",
            "PCPROFILE_OUTPUT",
            "RESOLV_HOST_CONF",
            "RES_OPTIONS",
            "SEGFAULT_OUTPUT_NAME",
            "SEGFAULT_SIGNALS",
            "SOTRUSS_OUTNAME",
            "TMPDIR",
            "TZDIR");

    /** What {@code env} takes for one of its variables, a shell takes for a command. */
    private static final List<ByteString> EXEC = List.of(
            ByteString.copyFromUtf8("/bin/sh"),
            ByteString.copyFromUtf8("-c"),
            ByteString.copyFromUtf8("exec \"$0\" \"$@\""));

    private final ByteString setpriv;
    private final ByteString env;

    private UserStart(ByteString setpriv, ByteString env) {
        this.setpriv = setpriv;
        this.env = env;
    }

    static UserStart find() throws UnsupportedSystemException {
        return new UserStart(program("setpriv", "util-linux"), program("env", "coreutils"));
    }

    private static ByteString program(String name, String from) throws UnsupportedSystemException {
        return DIRECTORIES.stream()
                .map(directory -> directory + "/" + name)
                .filter(path -> Files.isExecutable(Path.of(path)))
                .findFirst()
                .map(ByteString::copyFromUtf8)
                .orElseThrow(() -> new UnsupportedSystemException("there is no program '" + name + "' in "
                        + String.join(" or ", DIRECTORIES) + "; install " + from));
    }

    /** The file to start. */
    ByteString path() {
        return setpriv;
    }

    /** Its words, for a command that was found at a path. */
    List<ByteString> words(UnixUser user, Command command, ByteString path) {
        List<ByteString> words = new ArrayList<>(List.of(
                setpriv,
                ByteString.copyFromUtf8("--reuid=" + Integer.toUnsignedString(user.uid())),
                ByteString.copyFromUtf8("--regid=" + Integer.toUnsignedString(user.gid())),
                ByteString.copyFromUtf8("--keep-groups"),
                ByteString.copyFromUtf8("--"),
                env));
        command.environment().entries().forEach((name, value) -> {
            if (isDropped(name.toStringUtf8())) {
                words.add(name.concat(ByteString.copyFromUtf8("=")).concat(value));
            }
        });
        if (path.toStringUtf8().contains("=")) {
            words.addAll(EXEC);
        }
        words.add(path);
        words.addAll(command.argv().subList(1, command.argv().size()));
        return words;
    }

    private static boolean isDropped(String name) {
        return DROPPED.contains(name) || DROPPED_PREFIXES.stream().anyMatch(name::startsWith);
    }
}
