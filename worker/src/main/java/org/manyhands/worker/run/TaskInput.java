package org.manyhands.worker.run;

import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;
import org.manyhands.worker.process.InputSource;

/** The standard input of one attempt, open from its preparation to its end. */
final class TaskInput implements AutoCloseable {
    private final @Nullable InputStream stream;

    private TaskInput(@Nullable InputStream stream) {
        this.stream = stream;
    }

    static TaskInput none() {
        return new TaskInput(null);
    }

    static TaskInput of(InputStream stream) {
        return new TaskInput(stream);
    }

    InputSource source() {
        return stream == null ? InputSource.NONE : stream::read;
    }

    @Override
    public void close() throws IOException {
        if (stream != null) {
            stream.close();
        }
    }
}
