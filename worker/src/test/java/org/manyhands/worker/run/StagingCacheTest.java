package org.manyhands.worker.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What many tasks need is made once, and each gets a copy of its own. */
class StagingCacheTest {
    private static final long BYTES_MAX = 1 << 20;

    @TempDir
    Path root;

    private final AtomicInteger made = new AtomicInteger();
    private StagingCache cache;

    @BeforeEach
    void open() throws IOException {
        cache = new StagingCache(root.resolve("cache"), BYTES_MAX);
    }

    private void make(Path target) throws IOException {
        made.incrementAndGet();
        Path tool = Files.createDirectories(target.resolve("bin")).resolve("tool");
        Files.writeString(tool, "original");
        Files.setPosixFilePermissions(tool, PosixFilePermissions.fromString("rwxr-x---"));
        Files.createSymbolicLink(target.resolve("link"), Path.of("bin/tool"));
    }

    private Path copy(String name, String target) throws IOException, StagingException {
        Path directory = Files.createDirectory(root.resolve(target));
        cache.copy(name, directory, this::make);
        return directory;
    }

    @Test
    void shouldMakeOnceAndCopyForEach() throws Exception {
        Path first = copy("a", "first");
        Files.writeString(first.resolve("bin/tool"), "spoiled");
        Path second = copy("a", "second");
        assertThat(made).hasValue(1);
        assertThat(second.resolve("bin/tool")).hasContent("original");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(second.resolve("bin/tool"))))
                .isEqualTo("rwxr-x---");
        assertThat(Files.readSymbolicLink(second.resolve("link"))).isEqualTo(Path.of("bin/tool"));
    }

    @Test
    void shouldMakeEachNameForItself() throws Exception {
        copy("a", "first");
        copy("b", "second");
        assertThat(made).hasValue(2);
    }

    @Test
    void shouldKeepNothingOfWhatCouldNotBeMade() throws Exception {
        Path target = Files.createDirectory(root.resolve("target"));
        assertThatThrownBy(() -> cache.copy("a", target, half -> {
                    Files.writeString(half.resolve("half"), "x");
                    throw new StagingException("gone");
                }))
                .isInstanceOf(StagingException.class);
        assertThat(root.resolve("cache")).isEmptyDirectory();
        cache.copy("a", target, this::make);
        assertThat(target.resolve("half")).doesNotExist();
        assertThat(target.resolve("bin/tool")).exists();
    }

    @Test
    void shouldBeginEmptyOnWhatAnEarlierLifeLeft() throws Exception {
        copy("a", "first");
        cache = new StagingCache(root.resolve("cache"), BYTES_MAX);
        assertThat(root.resolve("cache")).isEmptyDirectory();
        copy("a", "second");
        assertThat(made).hasValue(2);
    }

    @Test
    void shouldDropTheLongestUnused() throws Exception {
        for (int i = 0; i < StagingCache.KEPT_MAX; i++) {
            cache.release(cache.use("d" + i, this::make));
        }
        cache.release(cache.use("d0", this::make));
        cache.release(cache.use("one more", this::make));
        assertThat(made).hasValue(StagingCache.KEPT_MAX + 1);
        assertThat(root.resolve("cache/d0")).exists();
        assertThat(root.resolve("cache/d1")).doesNotExist();
    }

    private void makeLarge(Path target) throws IOException {
        made.incrementAndGet();
        Files.write(target.resolve("large"), new byte[(int) BYTES_MAX * 2 / 3]);
    }

    @Test
    void shouldKeepNoMoreBytesThanItMay() throws Exception {
        cache.release(cache.use("a", this::makeLarge));
        assertThat(root.resolve("cache/a/large")).exists();
        StagingCache.Kept second = cache.use("b", this::makeLarge);
        assertThat(root.resolve("cache/a")).doesNotExist();
        StagingCache.Kept third = cache.use("c", this::makeLarge);
        assertThat(root.resolve("cache/b/large")).as("in use").exists();
        assertThat(root.resolve("cache/c/large")).as("in use").exists();
        cache.release(second);
        assertThat(root.resolve("cache/b")).doesNotExist();
        cache.release(third);
        assertThat(root.resolve("cache/c/large")).exists();
    }

    @Test
    void shouldShedAllThatIsNotInUse() throws Exception {
        StagingCache.Kept used = cache.use("a", this::make);
        cache.release(cache.use("b", this::make));
        cache.shed();
        assertThat(root.resolve("cache").toFile().list()).containsExactly("a");
        cache.release(used);
        cache.shed();
        assertThat(root.resolve("cache")).isEmptyDirectory();
    }

    @Test
    void shouldDropNothingThatIsInUse() throws Exception {
        List<StagingCache.Kept> used = new ArrayList<>();
        for (int i = 0; i <= StagingCache.KEPT_MAX; i++) {
            used.add(cache.use("d" + i, this::make));
        }
        for (int i = 0; i <= StagingCache.KEPT_MAX; i++) {
            assertThat(root.resolve("cache/d" + i + "/bin/tool")).exists();
        }
        for (StagingCache.Kept each : used) {
            cache.release(each);
        }
        cache.release(cache.use("next", this::make));
        assertThat(root.resolve("cache").toFile().list()).hasSize(StagingCache.KEPT_MAX);
    }
}
