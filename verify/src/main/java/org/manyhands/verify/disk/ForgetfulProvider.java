package org.manyhands.verify.disk;

import java.io.IOException;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessMode;
import java.nio.file.CopyOption;
import java.nio.file.DirectoryStream;
import java.nio.file.FileStore;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileAttributeView;
import java.nio.file.spi.FileSystemProvider;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Does in the real file system what is asked for, and tells the disk what was changed. Modes and times are never forgotten. */
final class ForgetfulProvider extends FileSystemProvider {
    private final ForgetfulDisk disk;
    private final FileSystemProvider real;
    private final ForgetfulFileSystem fileSystem;

    ForgetfulProvider(ForgetfulDisk disk) {
        this.disk = disk;
        this.fileSystem = new ForgetfulFileSystem(this, FileSystems.getDefault());
        this.real = FileSystems.getDefault().provider();
    }

    Path wrap(Path path) {
        return new ForgetfulPath(fileSystem, path);
    }

    /** The real path; those of links come as real ones. */
    static Path real(Path path) {
        return path instanceof ForgetfulPath wrapped ? wrapped.real() : path;
    }

    private static Path place(Path path) {
        return real(path).toAbsolutePath().normalize();
    }

    private static String name(Path place) {
        return String.valueOf(place.getFileName());
    }

    @Override
    public String getScheme() {
        return "forgetful";
    }

    @Override
    public FileSystem newFileSystem(URI uri, Map<String, ?> environment) {
        throw new UnsupportedOperationException();
    }

    @Override
    public FileSystem getFileSystem(URI uri) {
        return fileSystem;
    }

    @Override
    public Path getPath(URI uri) {
        return wrap(real.getPath(uri));
    }

    @Override
    public SeekableByteChannel newByteChannel(
            Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes) throws IOException {
        return newFileChannel(path, options, attributes);
    }

    @Override
    public FileChannel newFileChannel(Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
            throws IOException {
        disk.requirePower();
        Path place = place(path);
        boolean writes = options.contains(StandardOpenOption.WRITE) || options.contains(StandardOpenOption.APPEND);
        if (!writes && !disk.has(place)) {
            return real.newFileChannel(place, options, attributes);
        }
        if (writes && !Files.exists(place)) {
            return created(place, options, attributes);
        }
        if (writes && options.contains(StandardOpenOption.TRUNCATE_EXISTING)) {
            FileNode node = (FileNode) disk.node(place);
            disk.change("truncate", place, () -> node.cut(0));
        }
        return channel(real.newFileChannel(place, options, attributes), place, options);
    }

    private FileChannel created(Path place, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
            throws IOException {
        FileChannel[] channel = new FileChannel[1];
        disk.change("create", place, () -> {
            channel[0] = real.newFileChannel(place, options, attributes);
            disk.parent(place).put(name(place), new FileNode(new byte[0]));
        });
        return channel(channel[0], place, options);
    }

    private FileChannel channel(FileChannel opened, Path place, Set<? extends OpenOption> options) throws IOException {
        FileChannel channel = new ForgetfulChannel(
                disk, opened, place, disk.node(place), options.contains(StandardOpenOption.APPEND));
        disk.opened(channel);
        return channel;
    }

    @Override
    public DirectoryStream<Path> newDirectoryStream(Path path, DirectoryStream.Filter<? super Path> filter)
            throws IOException {
        disk.requirePower();
        DirectoryStream<Path> stream = real.newDirectoryStream(real(path), each -> filter.accept(wrap(each)));
        return new DirectoryStream<>() {
            @Override
            public Iterator<Path> iterator() {
                Iterator<Path> each = stream.iterator();
                return new Iterator<>() {
                    @Override
                    public boolean hasNext() {
                        return each.hasNext();
                    }

                    @Override
                    public Path next() {
                        return wrap(each.next());
                    }
                };
            }

            @Override
            public void close() throws IOException {
                stream.close();
            }
        };
    }

    @Override
    public void createDirectory(Path path, FileAttribute<?>... attributes) throws IOException {
        Path place = place(path);
        disk.change("mkdir", place, () -> {
            real.createDirectory(place, attributes);
            disk.parent(place).put(name(place), new DirectoryNode(new TreeMap<>()));
        });
    }

    @Override
    public void createSymbolicLink(Path link, Path target, FileAttribute<?>... attributes) throws IOException {
        Path place = place(link);
        disk.change("link", place, () -> {
            real.createSymbolicLink(place, real(target), attributes);
            disk.parent(place).put(name(place), new LinkNode(real(target)));
        });
    }

    @Override
    public Path readSymbolicLink(Path link) throws IOException {
        disk.requirePower();
        return wrap(real.readSymbolicLink(real(link)));
    }

    @Override
    public void delete(Path path) throws IOException {
        Path place = place(path);
        real.readAttributes(place, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        disk.change("delete", place, () -> {
            real.delete(place);
            disk.parent(place).remove(name(place));
        });
    }

    @Override
    public void move(Path source, Path target, CopyOption... options) throws IOException {
        Path from = place(source);
        Path to = place(target);
        disk.change("move to " + name(to), from, () -> {
            Node node = disk.node(from);
            real.move(from, to, options);
            DirectoryNode leaves = disk.parent(from);
            DirectoryNode enters = disk.parent(to);
            if (leaves == enters) {
                leaves.rename(name(from), name(to), node);
            } else {
                enters.put(name(to), node);
                leaves.remove(name(from));
            }
        });
    }

    @Override
    public void copy(Path source, Path target, CopyOption... options) {
        throw new UnsupportedOperationException("copy through channels");
    }

    @Override
    public boolean isSameFile(Path path, Path other) throws IOException {
        return real.isSameFile(real(path), real(other));
    }

    @Override
    public boolean isHidden(Path path) throws IOException {
        return real.isHidden(real(path));
    }

    @Override
    public FileStore getFileStore(Path path) throws IOException {
        return real.getFileStore(real(path));
    }

    @Override
    public void checkAccess(Path path, AccessMode... modes) throws IOException {
        disk.requirePower();
        real.checkAccess(real(path), modes);
    }

    @Override
    public <V extends FileAttributeView> @Nullable V getFileAttributeView(
            Path path, Class<V> type, LinkOption... options) {
        return real.getFileAttributeView(real(path), type, options);
    }

    @Override
    public <A extends BasicFileAttributes> A readAttributes(Path path, Class<A> type, LinkOption... options)
            throws IOException {
        disk.requirePower();
        return real.readAttributes(real(path), type, options);
    }

    @Override
    public Map<String, Object> readAttributes(Path path, String attributes, LinkOption... options) throws IOException {
        disk.requirePower();
        return real.readAttributes(real(path), attributes, options);
    }

    @Override
    public void setAttribute(Path path, String attribute, Object value, LinkOption... options) throws IOException {
        disk.requirePower();
        real.setAttribute(real(path), attribute, value, options);
    }
}
