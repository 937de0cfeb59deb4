package org.manyhands.verify.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;

/** A channel of a real file that notes what is written; of a directory, only to be forced. */
final class ForgetfulChannel extends FileChannel {
    private static final int TRANSFER_BYTES = 8192;

    private final ForgetfulDisk disk;
    private final FileChannel real;
    private final Path place;
    private final Node node;
    private final boolean appends;

    ForgetfulChannel(ForgetfulDisk disk, FileChannel real, Path place, Node node, boolean appends) {
        this.disk = disk;
        this.real = real;
        this.place = place;
        this.node = node;
        this.appends = appends;
    }

    private FileNode file() {
        return (FileNode) node;
    }

    private interface Writing {
        int to(FileChannel channel) throws IOException;
    }

    private int written(ByteBuffer source, long position, Writing writing) throws IOException {
        ByteBuffer bytes = source.duplicate();
        int[] count = new int[1];
        disk.change("write " + position + " + " + source.remaining() + " to", place, () -> {
            count[0] = writing.to(real);
            byte[] written = new byte[count[0]];
            bytes.get(written);
            file().write(position, written);
        });
        return count[0];
    }

    @Override
    public int write(ByteBuffer source) throws IOException {
        return written(source, appends ? real.size() : real.position(), channel -> channel.write(source));
    }

    @Override
    public int write(ByteBuffer source, long position) throws IOException {
        return written(source, position, channel -> channel.write(source, position));
    }

    @Override
    public long write(ByteBuffer[] sources, int offset, int length) throws IOException {
        long count = 0;
        for (int i = offset; i < offset + length; i++) {
            count += write(sources[i]);
        }
        return count;
    }

    @Override
    public FileChannel truncate(long size) throws IOException {
        disk.change("truncate " + size, place, () -> {
            real.truncate(size);
            file().cut(size);
        });
        return this;
    }

    @Override
    public void force(boolean metaData) throws IOException {
        disk.change("force", place, () -> disk.force(node));
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
        disk.requirePower();
        return real.read(target);
    }

    @Override
    public int read(ByteBuffer target, long position) throws IOException {
        disk.requirePower();
        return real.read(target, position);
    }

    @Override
    public long read(ByteBuffer[] targets, int offset, int length) throws IOException {
        disk.requirePower();
        return real.read(targets, offset, length);
    }

    @Override
    public long position() throws IOException {
        return real.position();
    }

    @Override
    public FileChannel position(long position) throws IOException {
        var _ = real.position(position);
        return this;
    }

    @Override
    public long size() throws IOException {
        return real.size();
    }

    @Override
    public long transferTo(long position, long count, WritableByteChannel target) throws IOException {
        disk.requirePower();
        return real.transferTo(position, count, target);
    }

    @Override
    public long transferFrom(ReadableByteChannel source, long position, long count) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate((int) Math.min(count, TRANSFER_BYTES));
        int read = source.read(bytes);
        return read <= 0 ? 0 : write(bytes.flip(), position);
    }

    @Override
    public MappedByteBuffer map(MapMode mode, long position, long size) {
        throw new UnsupportedOperationException();
    }

    @Override
    public FileLock lock(long position, long size, boolean shared) throws IOException {
        return real.lock(position, size, shared);
    }

    @Override
    public FileLock tryLock(long position, long size, boolean shared) throws IOException {
        return real.tryLock(position, size, shared);
    }

    @Override
    protected void implCloseChannel() throws IOException {
        real.close();
    }
}
