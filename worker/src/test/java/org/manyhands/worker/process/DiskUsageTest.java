package org.manyhands.worker.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a directory takes of the disk. */
class DiskUsageTest {
    private static final int MIB = 1 << 20;

    @TempDir
    Path directory;

    @Test
    void shouldCountBlocksOfFilesBelow() throws Exception {
        Files.write(Files.createDirectories(directory.resolve("a/b")).resolve("c"), new byte[MIB]);
        Files.write(directory.resolve("d"), new byte[MIB]);
        assertThat(DiskUsage.of(directory)).isBetween(2L * MIB, 2L * MIB + (64 << 10));
    }

    @Test
    void shouldNotCountTheHolesOfASparseFile() throws Exception {
        try (RandomAccessFile file =
                new RandomAccessFile(directory.resolve("sparse").toFile(), "rw")) {
            file.setLength(1L << 36);
        }
        assertThat(DiskUsage.of(directory)).isLessThan(MIB);
    }

    @Test
    void shouldNotFollowLinks() throws Exception {
        Path elsewhere = Files.createDirectories(directory.resolve("elsewhere"));
        Files.write(elsewhere.resolve("large"), new byte[MIB]);
        Path here = Files.createDirectories(directory.resolve("here"));
        Files.createSymbolicLink(here.resolve("file"), elsewhere.resolve("large"));
        Files.createSymbolicLink(here.resolve("directory"), elsewhere);
        assertThat(DiskUsage.of(here)).isLessThan(MIB);
    }

    @Test
    void shouldCountNothingWhereNothingIs() throws Exception {
        assertThat(DiskUsage.of(directory.resolve("gone"))).isZero();
    }
}
