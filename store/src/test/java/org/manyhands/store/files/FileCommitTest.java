package org.manyhands.store.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.manyhands.store.BlobRefusedException;

class FileCommitTest {
    @TempDir
    Path directory;

    private Path from;
    private Path to;

    @BeforeEach
    void makeDirectories() throws Exception {
        from = Files.createDirectory(directory.resolve("from"));
        to = directory.resolve("to");
    }

    @Test
    void shouldPutFilesDirectoriesAndLinksWithTheirModes() throws Exception {
        Files.writeString(from.resolve("a.txt"), "a");
        Files.createDirectories(from.resolve("deep/er"));
        Path tool = Files.writeString(from.resolve("deep/er/tool"), "tool");
        Files.setPosixFilePermissions(tool, PosixFilePermissions.fromString("rwxr-x---"));
        Files.createSymbolicLink(from.resolve("link"), Path.of("deep/er/tool"));
        commit();
        assertThat(to.resolve("a.txt")).hasContent("a");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(to.resolve("deep/er/tool"))))
                .isEqualTo("rwxr-x---");
        assertThat(Files.readSymbolicLink(to.resolve("link"))).isEqualTo(Path.of("deep/er/tool"));
        assertThat(names(to)).containsExactly("a.txt", "deep", "link");
    }

    @Test
    void shouldReplaceWhatIsThereWithoutAMomentOfAbsence() throws Exception {
        Files.createDirectory(to);
        Path target = Files.writeString(to.resolve("f"), "x".repeat(100_000));
        AtomicBoolean stop = new AtomicBoolean();
        AtomicBoolean half = new AtomicBoolean();
        Thread reader = Thread.ofPlatform().start(() -> {
            while (!stop.get()) {
                try {
                    half.compareAndSet(false, Files.readString(target).length() != 100_000);
                } catch (IOException gone) {
                    half.set(true);
                }
            }
        });
        for (char c : "abcdefghij".toCharArray()) {
            Files.writeString(from.resolve("f"), Character.toString(c).repeat(100_000));
            commit();
        }
        stop.set(true);
        reader.join();
        assertThat(half).isFalse();
        assertThat(target).hasContent("j".repeat(100_000));
        Files.delete(from.resolve("f"));
        Files.createSymbolicLink(from.resolve("f"), Path.of("g"));
        commit();
        assertThat(Files.isSymbolicLink(target)).isTrue();
    }

    @Test
    void shouldNameTheParentThatIsMissing() throws Exception {
        Files.writeString(from.resolve("f"), "x");
        Path far = directory.resolve("no/such");
        List<NewFile> files = FileWalk.directory(from);
        assertThatThrownBy(() -> FileCommit.to(far, files))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("'" + far + "' cannot be made, because '" + far.getParent() + "' is no directory")
                .hasMessageContaining("create it");
    }

    @Test
    void shouldRefuseAFileWhereADirectoryMustBeAndTheOtherWayRound() throws Exception {
        Files.writeString(from.resolve("f"), "x");
        Files.createDirectories(to.resolve("f"));
        assertThatThrownBy(this::commit).hasMessageContaining("is a directory, and a file must be there");
        assertThat(names(to)).as("nothing temporary is left").containsExactly("f");
        Path file = Files.writeString(directory.resolve("file"), "");
        List<NewFile> files = FileWalk.directory(from);
        assertThatThrownBy(() -> FileCommit.to(file, files))
                .hasMessageContaining("is a file, and a directory must be there");
    }

    @Test
    void shouldLeaveNothingOfAFileThatChanges() throws Exception {
        Files.writeString(from.resolve("f"), "x");
        List<NewFile> files = FileWalk.directory(from);
        Files.writeString(from.resolve("f"), "longer");
        assertThatThrownBy(() -> FileCommit.to(to, files)).isInstanceOf(BlobRefusedException.class);
        assertThat(names(to)).isEmpty();
    }

    @Test
    void shouldTakePathsOfAnyBytes() {
        assertThat(FileCommit.path("/a b/c".getBytes(java.nio.charset.StandardCharsets.UTF_8)))
                .isEqualTo(Path.of("/a b/c"));
        Path odd = FileCommit.path(new byte[] {'/', 'x', '/', (byte) 0xff});
        assertThat(PathBytes.of(odd)).isEqualTo(new byte[] {'/', 'x', '/', (byte) 0xff});
        assertThat(Files.exists(odd, LinkOption.NOFOLLOW_LINKS)).isFalse();
    }

    private void commit() throws IOException {
        FileCommit.to(to, FileWalk.directory(from));
    }

    private static List<String> names(Path place) throws IOException {
        try (Stream<Path> there = Files.list(place)) {
            return there.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }
}
