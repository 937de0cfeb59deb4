package org.manyhands.cli.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import org.junit.jupiter.api.Test;

class FileTroubleTest {
    @Test
    void shouldNameTheFileAndTheReasonAndNoClass() {
        assertThat(FileTrouble.of(new AccessDeniedException("/data/identity")))
                .isEqualTo("Permission denied at '/data/identity'");
        assertThat(FileTrouble.of(new NoSuchFileException("/data/identity")))
                .isEqualTo("No such file or directory at '/data/identity'");
        assertThat(FileTrouble.of(new FileSystemException("/data/identity", null, "No space left on device")))
                .isEqualTo("No space left on device at '/data/identity'");
        assertThat(FileTrouble.of(new IOException("'node.p12' is damaged"))).isEqualTo("'node.p12' is damaged");
    }
}
