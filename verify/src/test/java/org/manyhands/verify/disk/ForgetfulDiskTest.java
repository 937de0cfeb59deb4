package org.manyhands.verify.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ForgetfulDiskTest {
    private static final Path A = Path.of("a");
    private static final Path B = Path.of("b");

    @TempDir
    Path directory;

    private ForgetfulDisk disk;
    private Path root;

    @BeforeEach
    void mount() throws IOException {
        Files.writeString(directory.resolve("a"), "old");
        disk = new ForgetfulDisk(directory, Set.of());
        root = disk.root();
    }

    private static void force(Path path, StandardOpenOption option) throws IOException {
        try (FileChannel channel = FileChannel.open(path, option)) {
            channel.force(true);
        }
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
    }

    @Test
    void shouldForgetBytesThatWereNotForced() throws Exception {
        Files.writeString(root.resolve("a"), "newer");
        assertThat(Files.readString(root.resolve("a"))).isEqualTo("newer");
        assertThat(disk.after(Loss.everything()).files()).containsEntry(A, bytes("old"));
        assertThat(disk.after(Loss.nothing()).files()).containsEntry(A, bytes("newer"));
        force(root.resolve("a"), StandardOpenOption.WRITE);
        assertThat(disk.after(Loss.everything()).files()).containsEntry(A, bytes("newer"));
    }

    @Test
    void shouldForgetNamesOfWhichTheDirectoryWasNotForced() throws Exception {
        Files.writeString(root.resolve("b"), "b");
        force(root.resolve("b"), StandardOpenOption.WRITE);
        Files.delete(root.resolve("a"));
        assertThat(disk.after(Loss.everything()).files()).containsOnlyKeys(A);
        force(root, StandardOpenOption.READ);
        assertThat(disk.after(Loss.everything()).files()).containsOnlyKeys(B).containsValue(bytes("b"));
    }

    @Test
    void shouldRenameWholeOrNotAtAllAndPerhapsBeforeTheBytes() throws Exception {
        Files.writeString(root.resolve("b"), "new");
        Files.move(root.resolve("b"), root.resolve("a"), StandardCopyOption.ATOMIC_MOVE);
        Set<Image> seen = new HashSet<>();
        for (long seed = 0; seed < 100; seed++) {
            seen.add(disk.after(Loss.seeded(seed)));
        }
        assertThat(seen).allMatch(image -> image.files().containsKey(A));
        assertThat(seen).anyMatch(image -> bytes("").equals(image.files().get(A)));
        assertThat(seen).anyMatch(image -> bytes("ne").equals(image.files().get(A)));
        assertThat(seen).anyMatch(image -> bytes("old").equals(image.files().get(A)));
    }

    @Test
    void shouldDoNothingOnceThePowerIsOff() throws Exception {
        disk.stopAfter(1);
        Files.createDirectory(root.resolve("d"));
        assertThatThrownBy(() -> Files.delete(root.resolve("a"))).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> Files.readString(root.resolve("a"))).isInstanceOf(PowerLossException.class);
        assertThat(directory.resolve("a")).exists();
        assertThat(disk.history()).containsExactly("mkdir d");
    }

    @Test
    void shouldKeepWhatAProcessThatDiedHadDone() throws Exception {
        disk.stopAfter(1);
        Files.createDirectory(root.resolve("d"));
        disk.restart();
        disk.stopAfter(Long.MAX_VALUE);
        assertThat(root.resolve("d")).isDirectory();
        assertThat(disk.after(Loss.everything()).directories()).containsOnly(Path.of(""));
    }

    @Test
    void shouldLayOutWhatIsLeft(@TempDir Path other) throws Exception {
        Files.createDirectory(root.resolve("d"));
        Files.writeString(root.resolve("d/b"), "b");
        Files.createSymbolicLink(root.resolve("l"), Path.of("d/b"));
        Path top = other.resolve("top");
        disk.after(Loss.nothing()).layOut(top);
        assertThat(top.resolve("a")).hasContent("old");
        assertThat(top.resolve("l")).hasContent("b");
    }
}
