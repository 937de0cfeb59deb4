package org.manyhands.worker.process;

import com.google.protobuf.ByteString;
import java.io.File;
import java.io.IOException;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.List;

/**
 * Starts a command through the JDK. The JDK takes text and encodes it in the charset of the locale, so a command with
 * other bytes goes another way: a shell reads it as a script from a pipe, quoted, byte for byte. If the task itself reads its
 * input from that pipe, the shell gets the script as arguments in which other bytes are written as numbers.
 */
final class JdkCommand {
    private static final byte[] QUOTED_QUOTE = {'\'', '\\', '\'', '\''};
    private static final ByteString NO_INPUT = ByteString.copyFromUtf8(" </dev/null\n");
    private static final int PART_CHARS_MAX = 60_000;
    private static final ByteString BLANK = ByteString.copyFromUtf8(" ");

    private static final Charset NATIVE = Charset.forName(
            System.getProperty("sun.jnu.encoding", Charset.defaultCharset().name()));

    private final List<String> prefix;

    JdkCommand(List<String> prefix) {
        this.prefix = prefix;
    }

    /** Starts it; if it has no input of its own, what the JDK can write to is read by nobody. */
    Process start(Command command, ByteString path, boolean input) throws IOException {
        if (isText(command, path)) {
            return startText(command, path);
        }
        return input ? startEncoded(command, path) : startScript(command, path);
    }

    private Process startText(Command command, ByteString path) throws IOException {
        List<String> words = new ArrayList<>(prefix);
        words.add(text(path));
        command.argv().stream().skip(1).map(JdkCommand::text).forEach(words::add);
        ProcessBuilder builder = new ProcessBuilder(words).directory(new File(text(command.directory())));
        builder.environment().clear();
        command.environment()
                .entries()
                .forEach((name, value) -> builder.environment().put(text(name), text(value)));
        return builder.start();
    }

    /** The script is read to its last line before it hands over to the command, so nothing of it is left as input. */
    private Process startScript(Command command, ByteString path) throws IOException {
        List<String> words = new ArrayList<>(prefix);
        words.addAll(List.of("/bin/sh", "-s"));
        ProcessBuilder builder = new ProcessBuilder(words).directory(new File("/"));
        builder.environment().clear();
        Process process = builder.start();
        try (var input = process.getOutputStream()) {
            script(command, path).concat(NO_INPUT).writeTo(input);
        }
        return process;
    }

    private Process startEncoded(Command command, ByteString path) throws IOException {
        List<String> words = new ArrayList<>(prefix);
        words.addAll(List.of("/bin/sh", "-c", "eval \"$(printf %b \"$@\")\"", "sh"));
        words.addAll(encoded(script(command, path)));
        ProcessBuilder builder = new ProcessBuilder(words).directory(new File("/"));
        builder.environment().clear();
        return builder.start();
    }

    /** For {@code printf %b}: everything but plain text as octal numbers, in parts that each fit into an argument. */
    private static List<String> encoded(ByteString script) {
        List<String> parts = new ArrayList<>();
        StringBuilder part = new StringBuilder();
        for (byte each : script) {
            boolean plain = each >= ' ' && each < 0x7f && each != '\\';
            part.append(plain ? Character.toString((char) each) : "\\0%03o".formatted(each & 0xff));
            if (part.length() >= PART_CHARS_MAX) {
                parts.add(part.toString());
                part.setLength(0);
            }
        }
        parts.add(part.toString());
        return parts;
    }

    private static ByteString script(Command command, ByteString path) {
        ByteString script = ByteString.copyFromUtf8("cd ")
                .concat(quoted(command.directory()))
                .concat(ByteString.copyFromUtf8(" && exec /usr/bin/env -i"));
        for (var entry : command.environment().entries().entrySet()) {
            ByteString assignment =
                    entry.getKey().concat(ByteString.copyFromUtf8("=")).concat(entry.getValue());
            script = script.concat(BLANK).concat(quoted(assignment));
        }
        script = script.concat(BLANK).concat(quoted(path));
        for (ByteString word : command.argv().subList(1, command.argv().size())) {
            script = script.concat(BLANK).concat(quoted(word));
        }
        return script;
    }

    private static ByteString quoted(ByteString bytes) {
        ByteString.Output out = ByteString.newOutput(bytes.size() + 2);
        out.write('\'');
        for (int i = 0; i < bytes.size(); i++) {
            if (bytes.byteAt(i) == '\'') {
                out.write(QUOTED_QUOTE, 0, QUOTED_QUOTE.length);
            } else {
                out.write(bytes.byteAt(i));
            }
        }
        out.write('\'');
        return out.toByteString();
    }

    private static boolean isText(Command command, ByteString path) {
        return isText(path)
                && isText(command.directory())
                && command.argv().stream().allMatch(JdkCommand::isText)
                && command.environment().entries().entrySet().stream()
                        .allMatch(entry -> isText(entry.getKey()) && isText(entry.getValue()));
    }

    private static boolean isText(ByteString bytes) {
        return bytes.equals(ByteString.copyFrom(text(bytes), NATIVE));
    }

    private static String text(ByteString bytes) {
        return bytes.toString(NATIVE);
    }
}
