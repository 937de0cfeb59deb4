package org.manyhands.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
    void shouldSyncADirectoryDespiteAnInterruptAndKeepIt() throws Exception {
        Thread.currentThread().interrupt();
        DurableDirectory.sync(directory);
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void shouldRefuseLargeContent() {
        DurableFile file = new DurableFile(directory.resolve("boot"));
        assertThatThrownBy(() -> file.write(new byte[DurableFile.BYTES_MAX + 1]))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(file.path()).doesNotExist();
    }
}
