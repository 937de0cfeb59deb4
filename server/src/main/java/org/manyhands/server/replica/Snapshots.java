package org.manyhands.server.replica;

import java.io.BufferedOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.ratis.io.MD5Hash;
import org.apache.ratis.server.protocol.TermIndex;
import org.apache.ratis.server.storage.FileInfo;
import org.apache.ratis.statemachine.impl.SimpleStateMachineStorage;
import org.apache.ratis.statemachine.impl.SingleFileSnapshotInfo;
import org.apache.ratis.util.MD5FileUtil;

/**
 * Snapshot files in the layout of {@link SimpleStateMachineStorage}. A snapshot is whole when its digest file is there:
 * temporary file, fsync, rename, digest last.
 */
final class Snapshots {
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
        DurableFile.write(digestFile(file), HexFormat.of().formatHex(digest) + " *" + file.getFileName() + "\n");
        return info(file, at, MD5Hash.newInstance(digest));
    }

    /** The newest snapshot that has a digest. */
    static Optional<SingleFileSnapshotInfo> latest(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            return Optional.empty();
        }
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(Snapshots::whole)
                    .max(Comparator.comparingLong(file -> at(file).getIndex()))
                    .map(file -> info(file, at(file), storedDigest(file)));
        }
    }

    static void verify(SingleFileSnapshotInfo snapshot) throws IOException, LogRefusedException {
        File file = snapshot.getFile().getPath().toFile();
        MD5Hash found = MD5FileUtil.computeMd5ForFile(file);
        if (!found.equals(snapshot.getFile().getFileDigest())) {
            throw new LogRefusedException("The snapshot " + file + " is damaged (MD5 " + found + ", expected "
                    + snapshot.getFile().getFileDigest() + "); restore the directory from a backup.");
        }
    }

    private static boolean whole(Path file) {
        return SimpleStateMachineStorage.SNAPSHOT_REGEX
                        .matcher(file.getFileName().toString())
                        .matches()
                && Files.exists(digestFile(file));
    }

    private static Path digestFile(Path file) {
        return MD5FileUtil.getDigestFileForFile(file.toFile()).toPath();
    }

    private static TermIndex at(Path file) {
        return SimpleStateMachineStorage.getTermIndexFromSnapshotFile(file.toFile());
    }

    private static MD5Hash storedDigest(Path file) {
        try {
            return MD5FileUtil.readStoredMd5ForFile(file.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static SingleFileSnapshotInfo info(Path file, TermIndex at, MD5Hash digest) {
        return new SingleFileSnapshotInfo(new FileInfo(file, digest), at);
    }
}
