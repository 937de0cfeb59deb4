package org.manyhands.store.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.manyhands.store.BlobRefusedException;
import org.manyhands.store.Content;
import org.manyhands.store.CorruptBlobException;
import org.manyhands.store.Digest;
import org.manyhands.store.MemoryBlobStore;
import org.manyhands.store.RandomContent;
import org.manyhands.store.SealedBlob;
import org.manyhands.store.files.FilePath;
import org.manyhands.store.files.NewFile;

class TreeTest {
    @TempDir
    Path directory;

    private final MemoryBlobStore store = new MemoryBlobStore();
    private Path base;
    private Path spool;

    @BeforeEach
    void directories() throws IOException {
        base = Files.createDirectory(directory.resolve("base"));
        spool = Files.createDirectory(directory.resolve("spool"));
    }

    private TreeBuilder builder() {
        return new TreeBuilder(store, spool);
    }

    private Digest put(SealedBlob sealed) throws IOException {
        try (sealed) {
            return store.put(sealed).blob();
        }
    }

    private Path write(String path, int size) throws IOException {
        Path file = base.resolve(path);
        Files.createDirectories(file.resolve("..").normalize());
        return Files.write(file, new RandomContent(path.hashCode()).bytes(size));
    }

    private static List<String> listing(Path root) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(file -> !file.equals(root))
                    .map(file -> describe(root, file))
                    .sorted()
                    .toList();
        }
    }

    private static String describe(Path root, Path file) {
        try {
            String name = root.relativize(file)
                    .toUri()
                    .getRawPath()
                    .replace(Path.of("").toUri().getRawPath(), "");
            if (Files.isSymbolicLink(file)) {
                return name + " -> " + Files.readSymbolicLink(file);
            }
            String mode = PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
            String content = Files.isRegularFile(file)
                    ? Digest.of(Files.readAllBytes(file)).hex()
                    : "directory";
            return name + " " + mode + " " + content;
        } catch (IOException failure) {
            throw new java.io.UncheckedIOException(failure);
        }
    }

    private void fill() throws IOException {
        write("plain", 100);
        write("with space/new\nline", 2000);
        write("empty", 0);
        write("large", 5_000_000);
        write("ünï/日本", 10);
        Files.setPosixFilePermissions(write("run.sh", 10), PosixFilePermissions.fromString("rwxr-x--x"));
        Files.createDirectory(base.resolve("empty dir"));
        Files.createSymbolicLink(base.resolve("link"), Path.of("plain"));
        Files.createSymbolicLink(base.resolve("with space/up"), Path.of("../large"));
        Files.createSymbolicLink(base.resolve("dangling"), Path.of("nowhere"));
        Files.write(FilePath.of(new byte[] {(byte) 0xff, (byte) 0xe9, 'x'}).in(base), new byte[] {1, 2, 3});
        Files.createSymbolicLink(
                base.resolve("raw link"),
                FilePath.of(new byte[] {(byte) 0xff, (byte) 0xe9, 'x'}).in(Path.of("")));
    }

    @Test
    void shouldBringBackADirectoryAsItWas() throws Exception {
        fill();
        Digest name = put(builder().fromDirectory(base));
        Path parent = directory.resolve("a/b");
        Path target = parent.resolve("target");
        try (TreeReader tree = TreeReader.open(store, name)) {
            tree.materialize(target);
            assertThat(tree.references()).hasSize(2);
            assertThat(tree.bytes()).isEqualTo(5_002_123);
        }
        assertThat(listing(target)).isEqualTo(listing(base)).hasSize(14);
        assertThat(listing(parent)).hasSize(15);
    }

    @Test
    void shouldKeepReadOnlyDirectories() throws Exception {
        write("d/x", 10);
        Files.setPosixFilePermissions(base.resolve("d"), PosixFilePermissions.fromString("r-xr-xr-x"));
        Path target = directory.resolve("target");
        try (TreeReader tree = TreeReader.open(store, put(builder().fromDirectory(base)))) {
            tree.materialize(target);
        }
        assertThat(listing(target)).isEqualTo(listing(base));
        Files.setPosixFilePermissions(base.resolve("d"), PosixFilePermissions.fromString("rwx------"));
        Files.setPosixFilePermissions(target.resolve("d"), PosixFilePermissions.fromString("rwx------"));
    }

    @Test
    void shouldBeNamedByNamesModesAndBytesAlone() throws Exception {
        fill();
        Digest name = put(builder().fromDirectory(base));
        Files.setLastModifiedTime(base.resolve("plain"), FileTime.fromMillis(5000));
        assertThat(put(builder().fromDirectory(base))).isEqualTo(name);
        Path copy = directory.resolve("copy");
        try (TreeReader tree = TreeReader.open(store, name)) {
            tree.materialize(copy);
        }
        assertThat(put(builder().fromDirectory(copy))).isEqualTo(name);
        Files.setPosixFilePermissions(base.resolve("plain"), PosixFilePermissions.fromString("rwx------"));
        assertThat(put(builder().fromDirectory(base))).isNotEqualTo(name);
    }

    @Test
    void shouldTakeOnlyThePathsThatWereNamed() throws Exception {
        fill();
        Digest name =
                put(builder().fromPaths(base, List.of(Path.of("with space"), base.resolve("plain"), Path.of("plain"))));
        try (TreeReader tree = TreeReader.open(store, name)) {
            assertThat(tree.files())
                    .extracting(file -> file.path().toString())
                    .containsExactly("plain", "with space", "with space/new\nline", "with space/up");
        }
    }

    @Test
    void shouldRefusePathsThatLeaveTheBase() throws Exception {
        Path outside = Files.createDirectory(directory.resolve("outside"));
        Files.write(outside.resolve("secret"), new byte[1]);
        Files.createSymbolicLink(base.resolve("door"), outside);
        for (String path : new String[] {"../outside/secret", "door/secret", "..", "."}) {
            assertThatThrownBy(() -> builder().fromPaths(base, List.of(Path.of(path))))
                    .as(path)
                    .isInstanceOf(BlobRefusedException.class);
        }
        assertThatThrownBy(() -> builder().fromDirectory(base))
                .isInstanceOf(BlobRefusedException.class)
                .hasMessageContaining("the symlink 'door' points to '" + outside + "'");
    }

    @Test
    void shouldAcceptABaseBehindASymlink() throws Exception {
        write("d/x", 10);
        Path alias = Files.createSymbolicLink(directory.resolve("alias"), base);
        try (TreeReader tree = TreeReader.open(store, put(builder().fromPaths(alias, List.of(Path.of("d/x")))))) {
            assertThat(tree.files()).hasSize(1);
        }
    }

    @Test
    void shouldRefuseSpecialFilesWithoutOpeningThem() throws Exception {
        Process mkfifo = new ProcessBuilder("mkfifo", base.resolve("pipe").toString()).start();
        assertThat(mkfifo.waitFor()).isZero();
        assertThatThrownBy(() -> builder().fromDirectory(base))
                .isInstanceOf(BlobRefusedException.class)
                .hasMessageContaining("pipe' is a pipe, socket or device");
    }

    @Test
    void shouldRefuseAFileThatChangesWhileTheTreeIsMade() throws Exception {
        Path file = write("x", 100);
        List<NewFile> found = org.manyhands.store.files.FileWalk.directory(base);
        Files.write(file, new byte[101]);
        assertThatThrownBy(() -> builder().fromFiles(found))
                .isInstanceOf(BlobRefusedException.class)
                .hasMessageContaining("changed while it was read");
    }

    @Test
    void shouldNotWriteOverWhatIsThere() throws Exception {
        write("x", 10);
        Path target = Files.createDirectory(directory.resolve("target"));
        try (TreeReader tree = TreeReader.open(store, put(builder().fromDirectory(base)))) {
            tree.materialize(target);
            assertThat(target.resolve("x")).exists();
            assertThatThrownBy(() -> tree.materialize(target)).isInstanceOf(DirectoryNotEmptyException.class);
        }
    }

    @Test
    void shouldNotWriteThroughSymlinks() throws Exception {
        write("door/x", 10);
        Path outside = Files.createDirectory(directory.resolve("outside"));
        Path target = Files.createDirectory(directory.resolve("target"));
        Files.createSymbolicLink(target.resolve("door"), outside);
        try (TreeReader tree = TreeReader.open(store, put(builder().fromPaths(base, List.of(Path.of("door/x")))))) {
            assertThatThrownBy(() -> tree.materializeInto(target))
                    .isInstanceOf(BlobRefusedException.class)
                    .hasMessageContaining("is not a directory");
        }
        assertThat(outside).isEmptyDirectory();
    }

    @Test
    void shouldRefuseATreeThatPlacesAFileBelowItsOwnLink() throws Exception {
        List<NewFile> files = List.of(
                NewFile.link(FilePath.of("a"), org.manyhands.store.files.LinkTarget.of(new byte[] {'b'})),
                NewFile.directory(FilePath.of("b"), 0755),
                NewFile.regular(FilePath.of("a/x"), 0644, Content.of(new byte[1])));
        Path target = directory.resolve("target");
        try (TreeReader tree = TreeReader.open(store, put(builder().fromFiles(files)))) {
            assertThatThrownBy(() -> tree.materialize(target)).isInstanceOf(BlobRefusedException.class);
        }
        assertThat(target).doesNotExist();
        assertThat(listing(directory)).noneMatch(line -> line.contains(".mh-"));
    }

    @Test
    void shouldNotShowADirectoryOfWhichAPartIsDamaged() throws Exception {
        write("large", 5_000_000);
        write("a", 10);
        Digest name = put(builder().fromDirectory(base));
        Path target = directory.resolve("target");
        try (TreeReader tree = TreeReader.open(store, name)) {
            byte[] chunk = store.bytes(tree.references().getLast());
            chunk[100] ^= 1;
            assertThatThrownBy(() -> tree.materialize(target)).isInstanceOf(CorruptBlobException.class);
        }
        assertThat(Files.exists(target, LinkOption.NOFOLLOW_LINKS)).isFalse();
    }

    @Test
    void shouldReplaceFilesWholeWhenMaterializedIntoADirectory() throws Exception {
        write("x", 10);
        Path target = Files.createDirectory(directory.resolve("target"));
        Path kept = Files.write(target.resolve("kept"), "k".getBytes(StandardCharsets.UTF_8));
        Files.createSymbolicLink(target.resolve("x"), kept);
        try (TreeReader tree = TreeReader.open(store, put(builder().fromDirectory(base)))) {
            tree.materializeInto(target);
        }
        assertThat(Files.isSymbolicLink(target.resolve("x"))).isFalse();
        assertThat(Files.readAllBytes(target.resolve("x"))).isEqualTo(Files.readAllBytes(base.resolve("x")));
        assertThat(kept).hasContent("k");
    }
}
