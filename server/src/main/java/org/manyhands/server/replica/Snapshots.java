package org.manyhands.server.replica;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.ratis.io.MD5Hash;
import org.apache.ratis.server.protocol.TermIndex;
import org.apache.ratis.server.storage.FileInfo;
import org.apache.ratis.statemachine.impl.SimpleStateMachineStorage;
import org.apache.ratis.statemachine.impl.SingleFileSnapshotInfo;
import org.apache.ratis.util.MD5FileUtil;
import org.manyhands.store.DurableDirectory;
import org.manyhands.store.DurableFile;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Snapshot files in the layout of {@link SimpleStateMachineStorage}. A snapshot is whole when its digest file is there:
 * temporary file, fsync, rename, digest last.
 */
final class Snapshots {
    private static final Logger LOG = LoggerFactory.getLogger(Snapshots.class);

    private Snapshots() {}

    static SingleFileSnapshotInfo write(Path directory, TermIndex at, DurableFile.Writer state) throws IOException {
        Path file = directory.resolve(SimpleStateMachineStorage.getSnapshotFileName(at.getTerm(), at.getIndex()));
        MessageDigest md5 = MD5FileUtil.newMD5();
        DurableFile.write(file, out -> {
            OutputStream digesting = new BufferedOutputStream(new DigestOutputStream(out, md5));
            state.writeTo(digesting);
            digesting.flush();
        });
        byte[] digest = md5.digest();
        String line = HexFormat.of().formatHex(digest) + " *" + file.getFileName() + "\n";
        DurableFile.write(digestFile(file), out -> out.write(line.getBytes(StandardCharsets.UTF_8)));
        return info(file, at, MD5Hash.newInstance(digest));
    }

    /** What a process that died has left: its unfinished files go, and the names of the others become durable. */
    static void recover(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            return;
        }
        try (DirectoryStream<Path> left = Files.newDirectoryStream(directory, "*" + DurableFile.TEMPORARY_SUFFIX)) {
            for (Path unfinished : left) {
                Files.delete(unfinished);
            }
        }
        DurableDirectory.sync(directory);
    }

    /** The newest snapshot that has a digest. */
    static Optional<SingleFileSnapshotInfo> latest(Path directory) throws IOException {
        List<Path> files = newestFirst(directory);
        return files.isEmpty() ? Optional.empty() : Optional.of(read(files.getFirst()));
    }

    /** The snapshots that have a digest. */
    static List<Path> newestFirst(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(Snapshots::whole)
                    .sorted(Comparator.comparingLong(Snapshots::index).reversed())
                    .toList();
        }
    }

    /** What is wrong with a snapshot; empty if its bytes are those that were written. */
    static Optional<String> damage(Path file) {
        try {
            MD5Hash expected = read(file).getFile().getFileDigest();
            MD5Hash found = MD5FileUtil.computeMd5ForFile(file.toFile());
            return found.equals(expected) ? Optional.empty() : Optional.of("MD5 " + found + ", expected " + expected);
        } catch (IOException unreadable) {
            return Optional.of(String.valueOf(unreadable.getMessage()));
        }
    }

    /** Moves a damaged snapshot out of the way, its digest first, as without that it is none. */
    static void setAside(Path file) throws IOException {
        Path digest = Aside.move(digestFile(file));
        Path aside = Aside.move(file);
        LOG.warn("The snapshot {} is damaged; an older one takes its place. See {} and {}.", file, aside, digest);
    }

    static long index(Path file) {
        return at(file).getIndex();
    }

    private static SingleFileSnapshotInfo read(Path file) throws IOException {
        return info(file, at(file), MD5FileUtil.readStoredMd5ForFile(file.toFile()));
    }

    private static boolean whole(Path file) {
        return SimpleStateMachineStorage.SNAPSHOT_REGEX
                        .matcher(file.getFileName().toString())
                        .matches()
                && Files.exists(digestFile(file));
    }

    private static Path digestFile(Path file) {
        return file.resolveSibling(file.getFileName() + MD5FileUtil.MD5_SUFFIX);
    }

    private static TermIndex at(Path file) {
        return SimpleStateMachineStorage.getTermIndexFromSnapshotFile(file.toFile());
    }

    private static SingleFileSnapshotInfo info(Path file, TermIndex at, MD5Hash digest) {
        return new SingleFileSnapshotInfo(new FileInfo(file, digest), at);
    }
}
