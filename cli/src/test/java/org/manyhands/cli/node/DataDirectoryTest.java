package org.manyhands.cli.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.io.TempDir;

final class DataDirectoryTest {
    private static final int COMERS = 8;

    @TempDir
    Path scratch;

    @RepeatedTest(20)
    void shouldBeOneDirectoryForAllWhoFindItNewAtOnce() throws Exception {
        Path path = scratch.resolve("data");
        CyclicBarrier together = new CyclicBarrier(COMERS);
        Callable<Optional<DataDirectory.Hold>> comer = () -> {
            DataDirectory directory = new DataDirectory(path);
            together.await();
            directory.prepare();
            return directory.hold(Stay.PASSING);
        };
        try (ExecutorService comers = Executors.newFixedThreadPool(COMERS)) {
            List<Future<Optional<DataDirectory.Hold>>> found = comers.invokeAll(
                    IntStream.range(0, COMERS).mapToObj(each -> comer).toList());
            int holders = 0;
            for (Future<Optional<DataDirectory.Hold>> each : found) {
                if (each.get().isPresent()) {
                    each.get().get().close();
                    holders++;
                }
            }
            assertThat(holders).isEqualTo(1);
        }
        assertThat(path.resolve("format")).hasContent("1\n");
        assertThat(Files.exists(path.resolve("format.new"))).isFalse();
    }
}
