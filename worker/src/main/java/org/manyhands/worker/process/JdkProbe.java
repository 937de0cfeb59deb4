package org.manyhands.worker.process;

import com.google.protobuf.ByteString;
import java.io.File;

/** Asks the JDK, whose paths are text: one that is not in the charset of the locale does not exist for it. */
final class JdkProbe implements FileProbe {
    @Override
    public boolean exists(ByteString path) {
        return file(path).exists();
    }

    @Override
    public boolean directory(ByteString path) {
        return file(path).isDirectory();
    }

    @Override
    public boolean executable(ByteString path) {
        return file(path).canExecute();
    }

    private static File file(ByteString path) {
        return new File(path.toStringUtf8());
    }
}
