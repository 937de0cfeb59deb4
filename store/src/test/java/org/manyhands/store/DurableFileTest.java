package org.manyhands.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DurableFileTest {
    @TempDir
    Path directory;

    @Test
    void shouldReplaceItsContentAsAWhole() throws Exception {
        DurableFile file = new DurableFile(directory.resolve("boot"));
        assertThat(file.read()).isEmpty();
        file.write(new byte[] {1});
        file.write(new byte[] {2, 3});
        assertThat(file.read()).hasValueSatisfying(bytes -> assertThat(bytes).containsExactly(2, 3));
        assertThat(directory).isDirectoryNotContaining("glob:**.new");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file.path())))
                .isEqualTo("rw-------");
    }

    @Test
    void shouldIgnoreAndReplaceAHalfWrittenSuccessor() throws Exception {
        DurableFile file = new DurableFile(directory.resolve("boot"));
        file.write(new byte[] {1});
        Files.write(directory.resolve("boot.new"), new byte[] {9, 9});
        assertThat(file.read()).hasValueSatisfying(bytes -> assertThat(bytes).containsExactly(1));
        file.write(new byte[] {2});
        assertThat(file.read()).hasValueSatisfying(bytes -> assertThat(bytes).containsExactly(2));
    }

    @Test
    void shouldWriteDespiteAnInterruptAndKeepIt() throws Exception {
        DurableFile file = new DurableFile(directory.resolve("boot"));
        Thread.currentThread().interrupt();
        file.write(new byte[] {1});
        assertThat(Thread.interrupted()).isTrue();
        assertThat(file.read()).hasValueSatisfying(bytes -> assertThat(bytes).containsExactly(1));
    }

    @Test
    void shouldLeaveTheOldContentWhenTheNewCannotBeMade() throws Exception {
        Path path = directory.resolve("snapshot");
        DurableFile.write(path, out -> out.write(1));
        assertThatThrownBy(() -> DurableFile.write(path, out -> {
                    out.write(2);
                    throw new IOException("no more");
                }))
                .hasMessage("no more");
        assertThat(path).hasBinaryContent(new byte[] {1});
        assertThat(directory).isDirectoryNotContaining("glob:**" + DurableFile.TEMPORARY_SUFFIX);
    }

    @Test
    void shouldRefuseLargeContent() {
        DurableFile file = new DurableFile(directory.resolve("boot"));
        assertThatThrownBy(() -> file.write(new byte[DurableFile.BYTES_MAX + 1]))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(file.path()).doesNotExist();
    }
}
