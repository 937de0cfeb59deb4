package org.manyhands.worker.process;

import com.google.protobuf.ByteString;
import java.util.List;
import java.util.Optional;
import org.manyhands.worker.user.UnixUser;

/**
 * The environment that every task gets, before its own entries are added.
 *
 * <table>
 * <caption>Entries</caption>
 * <tr><th>name</th><th>value of the submitter, else of the node, else</th></tr>
 * <tr><td>PATH</td><td>{@value #PATH_DEFAULT}</td></tr>
 * <tr><td>HOME</td><td>the home directory of the node's user</td></tr>
 * <tr><td>USER, LOGNAME</td><td>the name of the node's user</td></tr>
 * <tr><td>SHELL</td><td>{@value #SHELL_DEFAULT}</td></tr>
 * <tr><td>LANG, LC_*, TZ, TERM</td><td>not set</td></tr>
 * </table>
 *
 * <p>The locale is taken as one: if the submitter sets LANG or any LC_*, none of the node's are used. The caller adds
 * the {@code MH_*} entries, {@code TMPDIR} and what the job asks for ({@code env:}); nothing else is inherited.
 */
public final class MinimalEnvironment {
    public static final String PATH_DEFAULT = "/usr/local/bin:/usr/bin:/bin";
    public static final String SHELL_DEFAULT = "/bin/sh";

    private static final List<String> SINGLE_NAMES = List.of("PATH", "HOME", "USER", "LOGNAME", "SHELL", "TZ", "TERM");

    private MinimalEnvironment() {}

    /** The minimal set, from the environment of the submitter and that of the node. */
    public static Environment.Builder of(Environment submitter, Environment node) {
        Environment.Builder builder = Environment.builder();
        for (String name : SINGLE_NAMES) {
            submitter
                    .value(name)
                    .or(() -> node.value(name))
                    .or(() -> fallback(name))
                    .ifPresent(value -> builder.put(name, value));
        }
        Environment locale = hasLocale(submitter) ? submitter : node;
        locale.entries().forEach((name, value) -> {
            if (isLocale(name)) {
                builder.put(name, value);
            }
        });
        return builder;
    }

    /** What of it is different for a certain user. */
    public static Environment of(UnixUser user) {
        return Environment.builder()
                .put("HOME", user.home())
                .put("USER", user.name())
                .put("LOGNAME", user.name())
                .put("SHELL", user.shell().isEmpty() ? SHELL_DEFAULT : user.shell())
                .build();
    }

    private static Optional<ByteString> fallback(String name) {
        return Optional.ofNullable(
                        switch (name) {
                            case "PATH" -> PATH_DEFAULT;
                            case "SHELL" -> SHELL_DEFAULT;
                            case "HOME" -> System.getProperty("user.home");
                            case "USER", "LOGNAME" -> System.getProperty("user.name");
                            default -> null;
                        })
                .map(ByteString::copyFromUtf8);
    }

    private static boolean hasLocale(Environment environment) {
        return environment.entries().keySet().stream().anyMatch(MinimalEnvironment::isLocale);
    }

    private static boolean isLocale(ByteString name) {
        String text = name.toStringUtf8();
        return text.equals("LANG") || text.startsWith("LC_");
    }
}
