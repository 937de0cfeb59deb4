package org.manyhands.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DurableDirectoryTest {
    @TempDir
    Path directory;

    @Test
    void shouldMakeWhatIsMissingWithItsMode() throws Exception {
        Path deep = directory.resolve("a/b/c");
        for (int i = 0; i < 2; i++) {
            DurableDirectory.create(
                    deep, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        }
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve("a"))))
                .isEqualTo("rwx------");
        assertThat(deep).isEmptyDirectory();
    }

    @Test
    void shouldSayWhenAFileIsThere() throws Exception {
        Path file = Files.createFile(directory.resolve("a"));
        assertThatThrownBy(() -> DurableDirectory.create(file.resolve("b")))
                .isInstanceOf(FileAlreadyExistsException.class);
    }

    @Test
    void shouldSyncDespiteAnInterruptAndKeepIt() throws Exception {
        Thread.currentThread().interrupt();
        DurableDirectory.sync(directory);
        assertThat(Thread.interrupted()).isTrue();
    }
}
