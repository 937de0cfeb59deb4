package org.manyhands.worker.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which task is ended for what it takes of the disk. */
class DiskWatchTest {
    private static final int MIB = 1 << 20;

    @TempDir
    Path root;

    private final List<String> ended = new ArrayList<>();

    private DiskWatch watch(long quotaBytes) throws IOException {
        return new DiskWatch(new Room(root), new StagingCache(root.resolve("cache"), MIB), quotaBytes);
    }

    private DiskWatch.Tenant enter(DiskWatch watch, String name, int mib, long limitBytes) throws IOException {
        Path directory = Files.createDirectories(root.resolve(name));
        Files.write(directory.resolve("file"), new byte[mib * MIB]);
        return watch.enter(directory, limitBytes, why -> ended.add(name));
    }

    @Test
    void shouldEndATaskAboveWhatItAskedFor() throws Exception {
        DiskWatch watch = watch(DiskWatch.NO_LIMIT);
        DiskWatch.Tenant greedy = enter(watch, "greedy", 3, 2 * MIB);
        DiskWatch.Tenant modest = enter(watch, "modest", 3, 4 * MIB);
        enter(watch, "silent", 9, DiskWatch.NO_LIMIT);
        watch.look();
        assertThat(ended).containsExactly("greedy");
        assertThat(greedy.sentence())
                .isEqualTo("it took 3 MiB of the disk (limit: 2 MiB); raise resources: {scratch: ...} or write less");
        assertThat(modest.sentence()).isEmpty();
    }

    @Test
    void shouldEndOneOnlyOnce() throws Exception {
        DiskWatch watch = watch(DiskWatch.NO_LIMIT);
        enter(watch, "greedy", 3, 2 * MIB);
        watch.look();
        watch.look();
        assertThat(ended).containsExactly("greedy");
    }

    @Test
    void shouldEndTheLargestWhenAllTogetherTakeTooMuch() throws Exception {
        DiskWatch watch = watch(100 * MIB);
        enter(watch, "small", 40, DiskWatch.NO_LIMIT);
        DiskWatch.Tenant large = enter(watch, "large", 70, DiskWatch.NO_LIMIT);
        watch.look();
        assertThat(ended).containsExactly("large");
        assertThat(large.sentence())
                .isEqualTo("the tasks of this node took 110 MiB of the disk (limit: 100 MiB);"
                        + " of the tasks that run, this one took the most, 70 MiB");
    }

    @Test
    void shouldSpareWhoKeepsToWhatItAskedFor() throws Exception {
        DiskWatch watch = watch(100 * MIB);
        enter(watch, "agreed", 70, 80 * MIB);
        enter(watch, "silent", 65, DiskWatch.NO_LIMIT);
        watch.look();
        assertThat(ended).containsExactly("silent");
    }

    @Test
    void shouldWaitUntilTheOneThatWasEndedHasLeft() throws Exception {
        DiskWatch watch = watch(100 * MIB);
        DiskWatch.Tenant first = enter(watch, "first", 90, DiskWatch.NO_LIMIT);
        enter(watch, "second", 80, DiskWatch.NO_LIMIT);
        enter(watch, "third", 70, DiskWatch.NO_LIMIT);
        watch.look();
        watch.look();
        assertThat(ended).containsExactly("first");
        first.close();
        watch.look();
        assertThat(ended).containsExactly("first", "second");
    }

    @Test
    void shouldEndNobodyForLittle() throws Exception {
        DiskWatch watch = watch(MIB);
        enter(watch, "small", 3, DiskWatch.NO_LIMIT);
        watch.look();
        assertThat(ended).isEmpty();
    }
}
