package org.manyhands.worker.process;

import com.google.protobuf.ByteString;
import java.util.Arrays;
import java.util.List;

/** One run of a command with everything a test wants to know about it. */
final class TaskRun {
    private final Slot slot;
    private Environment environment = Environment.builder()
            .put("PATH", "/usr/local/bin:/usr/bin:/bin")
            .put("MH_BOOT", "test.1")
            .put("MH_KEY", "key-" + System.nanoTime())
            .build();
    private ByteString directory = ByteString.copyFromUtf8("/");
    private Limits limits = Limits.NONE;
    private CancelHandle cancel = new CancelHandle();
    private int outputBytesMax = Integer.MAX_VALUE;
    private InputSource input = InputSource.NONE;

    private TaskRun(Slot slot) {
        this.slot = slot;
    }

    /** What came of it. */
    record Result(Exit exit, ByteString output, ByteString error) {
        String outputText() {
            return output.toStringUtf8();
        }

        String errorText() {
            return error.toStringUtf8();
        }
    }

    static TaskRun on(Slot slot) {
        return new TaskRun(slot);
    }

    TaskRun env(String name, String value) {
        environment = environment.toBuilder().put(name, value).build();
        return this;
    }

    TaskRun environment(Environment replacement) {
        environment = replacement;
        return this;
    }

    TaskRun in(String path) {
        directory = ByteString.copyFromUtf8(path);
        return this;
    }

    TaskRun limits(long timeoutMillis, long graceMillis) {
        limits = new Limits(timeoutMillis, graceMillis, limits.memoryBytes());
        return this;
    }

    TaskRun memoryBytes(long bytes) {
        limits = new Limits(limits.timeoutMillis(), limits.graceMillis(), bytes);
        return this;
    }

    TaskRun cancelledBy(CancelHandle handle) {
        cancel = handle;
        return this;
    }

    TaskRun outputAtMost(int bytes) {
        outputBytesMax = bytes;
        return this;
    }

    TaskRun input(InputSource source) {
        input = source;
        return this;
    }

    Result sh(String script) {
        return run("sh", "-c", script);
    }

    Result run(String... words) {
        return run(Arrays.stream(words).map(ByteString::copyFromUtf8).toList());
    }

    Result run(List<ByteString> words) {
        ByteString.Output output = ByteString.newOutput();
        ByteString.Output error = ByteString.newOutput();
        Exit exit = slot.run(
                new Command(words, environment, directory),
                input,
                into(output, outputBytesMax),
                into(error, outputBytesMax),
                limits,
                cancel);
        return new Result(exit, output.toByteString(), error.toByteString());
    }

    private static OutputSink into(ByteString.Output bytes, int bytesMax) {
        return chunk -> {
            byte[] copy = new byte[Math.min(chunk.remaining(), bytesMax - bytes.size())];
            chunk.get(copy);
            bytes.write(copy, 0, copy.length);
            return bytes.size() < bytesMax;
        };
    }
}
