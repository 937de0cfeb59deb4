package org.manyhands.worker.process;

import com.google.protobuf.ByteString;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;

/**
 * A command as {@code posix_spawn} wants it: pointer arrays of argv and envp, then the strings with their closing NUL,
 * in one block of a buffer that is used again.
 */
record CommandImage(MemorySegment path, MemorySegment argv, MemorySegment envp) {
    private static final long POINTER_BYTES = ValueLayout.ADDRESS.byteSize();

    static CommandImage write(NativeBuffer buffer, ByteString path, List<ByteString> argv, Environment environment) {
        long pointers = POINTER_BYTES * (argv.size() + 1L + environment.size() + 1L);
        MemorySegment memory = buffer.atLeast(pointers + stringBytes(path, argv, environment));
        Writer writer = new Writer(memory, memory.asSlice(pointers).asByteBuffer(), pointers);
        MemorySegment nativePath = writer.string(path);
        MemorySegment nativeArgv = writer.pointersFrom(0);
        for (ByteString word : argv) {
            writer.pointer(writer.string(word));
        }
        writer.pointer(MemorySegment.NULL);
        MemorySegment nativeEnvp = writer.pointersFrom(POINTER_BYTES * (argv.size() + 1L));
        for (Map.Entry<ByteString, ByteString> entry : environment.entries().entrySet()) {
            writer.pointer(writer.entry(entry.getKey(), entry.getValue()));
        }
        writer.pointer(MemorySegment.NULL);
        return new CommandImage(nativePath, nativeArgv, nativeEnvp);
    }

    private static long stringBytes(ByteString path, List<ByteString> argv, Environment environment) {
        long bytes = path.size() + 1L;
        for (ByteString word : argv) {
            bytes += word.size() + 1L;
        }
        for (Map.Entry<ByteString, ByteString> entry : environment.entries().entrySet()) {
            bytes += entry.getKey().size() + 1L + entry.getValue().size() + 1L;
        }
        return bytes;
    }

    /** Two cursors over the block: one in the pointers, one in the strings. */
    private static final class Writer {
        private final MemorySegment memory;
        private final ByteBuffer strings;
        private final long stringsOffset;
        private long pointerOffset;

        Writer(MemorySegment memory, ByteBuffer strings, long stringsOffset) {
            this.memory = memory;
            this.strings = strings;
            this.stringsOffset = stringsOffset;
        }

        MemorySegment pointersFrom(long offset) {
            pointerOffset = offset;
            return memory.asSlice(offset);
        }

        void pointer(MemorySegment target) {
            memory.set(ValueLayout.ADDRESS, pointerOffset, target);
            pointerOffset += POINTER_BYTES;
        }

        MemorySegment string(ByteString bytes) {
            long offset = stringsOffset + strings.position();
            bytes.copyTo(strings);
            strings.put((byte) 0);
            return memory.asSlice(offset);
        }

        MemorySegment entry(ByteString name, ByteString value) {
            long offset = stringsOffset + strings.position();
            name.copyTo(strings);
            strings.put((byte) '=');
            value.copyTo(strings);
            strings.put((byte) 0);
            return memory.asSlice(offset);
        }
    }
}
