package org.manyhands.worker.process;

import com.google.protobuf.ByteString;
import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.util.ArrayList;
import java.util.List;

/** Started by the JDK, which closes all descriptors above 2 in the new process. */
final class JdkDetached implements Detached {
    private final Process process;

    private JdkDetached(Process process) {
        this.process = process;
    }

    static Detached start(List<String> prefix, List<ByteString> command) throws IOException {
        List<String> words = new ArrayList<>(prefix);
        command.forEach(word -> words.add(word.toStringUtf8()));
        ProcessBuilder builder = new ProcessBuilder(words)
                .directory(new File("/"))
                .redirectOutput(Redirect.DISCARD)
                .redirectError(Redirect.DISCARD);
        builder.environment().clear();
        builder.environment().put("PATH", MinimalEnvironment.PATH_DEFAULT);
        return new JdkDetached(builder.start());
    }

    @Override
    public long pid() {
        return process.pid();
    }

    @Override
    public void tell(ByteString word) {
        try {
            process.getOutputStream().write(word.toByteArray());
            process.getOutputStream().flush();
        } catch (IOException e) {
            // it is gone, which its watcher will see
        }
    }

    @Override
    public void hangUp() {
        try {
            process.getOutputStream().close();
        } catch (IOException e) {
            // it is gone, which its watcher will see
        }
    }

    @Override
    public void awaitEnd() throws InterruptedException {
        process.waitFor();
    }
}
