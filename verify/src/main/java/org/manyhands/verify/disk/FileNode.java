package org.manyhands.verify.disk;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A file: its bytes when it was last forced, and what was done to it since. */
final class FileNode implements Node {
    private final List<Change> since = new ArrayList<>();
    private byte[] forced;

    private sealed interface Change {
        byte[] to(byte[] bytes, Loss loss);
    }

    private record Write(int start, ByteBuffer written) implements Change {
        @Override
        public byte[] to(byte[] bytes, Loss loss) {
            Loss.Range kept = loss.kept(written.remaining());
            if (kept.end() == 0) {
                return bytes;
            }
            byte[] changed = Arrays.copyOf(bytes, Math.max(bytes.length, start + kept.end()));
            written.get(kept.start(), changed, start + kept.start(), kept.length());
            return changed;
        }
    }

    private record Cut(int length) implements Change {
        @Override
        public byte[] to(byte[] bytes, Loss loss) {
            return bytes.length > length && loss.keepsCut() ? Arrays.copyOf(bytes, length) : bytes;
        }
    }

    FileNode(byte[] forced) {
        this.forced = forced;
    }

    void write(long start, byte[] written) {
        since.add(new Write(Math.toIntExact(start), ByteBuffer.wrap(written)));
    }

    void cut(long length) {
        since.add(new Cut(Math.toIntExact(length)));
    }

    private byte[] bytes(Loss loss) {
        byte[] bytes = forced;
        for (Change change : since) {
            bytes = change.to(bytes, loss);
        }
        return bytes;
    }

    @Override
    public void force() {
        forced = bytes(Loss.nothing());
        since.clear();
    }

    @Override
    public void putInto(Image image, Path path, Loss loss) {
        image.files().put(path, ByteBuffer.wrap(bytes(loss)));
    }
}
