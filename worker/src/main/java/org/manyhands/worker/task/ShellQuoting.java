package org.manyhands.worker.task;

import com.google.protobuf.ByteString;

/** One word for a POSIX shell: in single quotes, a single quote itself outside of them. */
final class ShellQuoting {
    private static final ByteString ESCAPED_QUOTE = ByteString.copyFromUtf8("'\\''");

    private ShellQuoting() {}

    static ByteString quote(ByteString value) {
        ByteString.Output quoted = ByteString.newOutput(value.size() + 2);
        quoted.write('\'');
        for (byte each : value) {
            if (each == '\'') {
                quoted.write(ESCAPED_QUOTE.toByteArray(), 0, ESCAPED_QUOTE.size());
            } else {
                quoted.write(each);
            }
        }
        quoted.write('\'');
        return quoted.toByteString();
    }
}
