package org.manyhands.worker.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeptDirectoryTest {
    @TempDir
    Path root;

    private Path path;
    private KeptDirectory kept;

    /** A directory whose time is trusted, which takes a tick of the clock. */
    @BeforeEach
    void settle() throws IOException {
        path = Files.createDirectory(root.resolve("kept"));
        kept = new KeptDirectory(path);
        do {
            kept.remember();
        } while (!kept.untouched());
    }

    @Test
    void shouldTrustNoTimeThatIsAsYoungAsTheClockIsCoarse() throws Exception {
        Files.createFile(path.resolve("a"));
        kept.remember();
        assertThat(kept.untouched()).isFalse();
    }

    @Test
    void shouldSeeANewEntryEvenIfItIsGoneAgain() throws Exception {
        Files.delete(Files.createFile(path.resolve("a")));
        assertThat(kept.untouched()).isFalse();
    }

    @Test
    void shouldSeeAnotherMode() throws Exception {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("r-xr-xr-x"));
        assertThat(kept.untouched()).isFalse();
    }

    @Test
    void shouldSeeThatItIsGoneOrAnother() throws Exception {
        Files.move(path, root.resolve("away"));
        assertThat(kept.untouched()).isFalse();
        Files.createDirectory(path);
        assertThat(kept.untouched()).isFalse();
    }

    @Test
    void shouldNotMindWhatHappensBelowItsEntries() throws Exception {
        Path room = Files.createDirectory(path.resolve("room"));
        do {
            kept.remember();
        } while (!kept.untouched());
        Files.createFile(room.resolve("a"));
        assertThat(kept.untouched()).isTrue();
    }
}
