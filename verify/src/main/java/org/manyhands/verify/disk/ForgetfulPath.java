package org.manyhands.verify.disk;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import org.jspecify.annotations.Nullable;

/** A real path that leads to a forgetful disk. */
record ForgetfulPath(ForgetfulFileSystem home, Path real) implements Path {
    private @Nullable Path wrapped(@Nullable Path path) {
        return path == null ? null : home.wrap(path);
    }

    @Override
    public FileSystem getFileSystem() {
        return home;
    }

    @Override
    public boolean isAbsolute() {
        return real.isAbsolute();
    }

    @Override
    public @Nullable Path getRoot() {
        return wrapped(real.getRoot());
    }

    @Override
    public @Nullable Path getFileName() {
        return wrapped(real.getFileName());
    }

    @Override
    public @Nullable Path getParent() {
        return wrapped(real.getParent());
    }

    @Override
    public int getNameCount() {
        return real.getNameCount();
    }

    @Override
    public Path getName(int index) {
        return home.wrap(real.getName(index));
    }

    @Override
    public Path subpath(int beginIndex, int endIndex) {
        return home.wrap(real.subpath(beginIndex, endIndex));
    }

    @Override
    public boolean startsWith(Path other) {
        return real.startsWith(ForgetfulProvider.real(other));
    }

    @Override
    public boolean endsWith(Path other) {
        return real.endsWith(ForgetfulProvider.real(other));
    }

    @Override
    public Path normalize() {
        return home.wrap(real.normalize());
    }

    @Override
    public Path resolve(Path other) {
        return home.wrap(real.resolve(ForgetfulProvider.real(other)));
    }

    @Override
    public Path relativize(Path other) {
        return home.wrap(real.relativize(ForgetfulProvider.real(other)));
    }

    @Override
    public URI toUri() {
        return real.toUri();
    }

    @Override
    public Path toAbsolutePath() {
        return home.wrap(real.toAbsolutePath());
    }

    @Override
    public Path toRealPath(LinkOption... options) throws IOException {
        return home.wrap(real.toRealPath(options));
    }

    /** For those who only read, and cannot do that through a path. */
    @Override
    public File toFile() {
        return real.toFile();
    }

    @Override
    public WatchKey register(WatchService watcher, WatchEvent.Kind<?>[] events, WatchEvent.Modifier... modifiers) {
        throw new UnsupportedOperationException();
    }

    @Override
    public int compareTo(Path other) {
        return real.compareTo(ForgetfulProvider.real(other));
    }

    @Override
    public String toString() {
        return real.toString();
    }
}
