package org.manyhands.worker.process;

import com.google.protobuf.ByteString;
import java.io.File;
import java.io.IOException;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.List;

/**
 * Starts a command through the JDK. The JDK takes text and encodes it in the charset of the locale, so a command with
 * other bytes goes another way: a shell reads it as a script from a pipe, quoted, byte for byte.
 */
final class JdkCommand {
    private static final byte[] QUOTED_QUOTE = {'\'', '\\', '\'', '\''};
    private static final ByteString BLANK = ByteString.copyFromUtf8(" ");

    private static final Charset NATIVE = Charset.forName(
            System.getProperty("sun.jnu.encoding", Charset.defaultCharset().name()));

    private final List<String> prefix;

    JdkCommand(List<String> prefix) {
        this.prefix = prefix;
    }

    Process start(Command command, ByteString path) throws IOException {
        if (!isText(command, path)) {
            return startScript(command, path);
        }
        Process process = startText(command, path);
        process.getOutputStream().close();
        return process;
    }

    /** Starts it with an open standard input, which only a command of text can have. */
    Process startAsked(Command command, ByteString path) throws IOException {
        if (!isText(command, path)) {
            throw new IOException("its words or variables are not text in the charset " + NATIVE
                    + ", which a process that is asked must have on this system");
        }
        return startText(command, path);
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
            script(command, path).writeTo(input);
        }
        return process;
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
        return script.concat(ByteString.copyFromUtf8(" </dev/null\n"));
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
