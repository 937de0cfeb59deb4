package org.manyhands.store.pack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.manyhands.store.BlobBuilder;
import org.manyhands.store.BlobKind;
import org.manyhands.store.BlobRefusedException;
import org.manyhands.store.Content;
import org.manyhands.store.CorruptBlobException;
import org.manyhands.store.Digest;
import org.manyhands.store.MemoryBlobStore;
import org.manyhands.store.RandomContent;
import org.manyhands.store.SealedBlob;
import org.manyhands.store.files.FileEntry;
import org.manyhands.store.files.FilePath;
import org.manyhands.store.files.LinkTarget;
import org.manyhands.store.files.NewFile;
import org.manyhands.store.local.LocalBlobStore;
import org.manyhands.store.local.StoreSettings;

class PackTest {
    private static final Content NONE = Content.of(new byte[0]);

    @TempDir
    Path directory;

    private final MemoryBlobStore store = new MemoryBlobStore();

    private PackReader seal(PackBuilder builder) throws IOException {
        try (builder;
                SealedBlob sealed = builder.seal()) {
            store.put(sealed);
            return PackReader.open(store, sealed.name());
        }
    }

    /** What a task left, to compare with. */
    private static final class Left {
        private byte[] record = {};
        private byte[] stdout = {};
        private byte[] stderr = {};
        private byte[] file = {};
    }

    @Test
    void shouldGiveBackRandomTasks() throws Exception {
        for (long seed = 0; seed < 12; seed++) {
            RandomContent random = new RandomContent(seed);
            Map<TaskKey, Left> tasks = new TreeMap<>();
            PackBuilder builder = new PackBuilder(store, directory);
            int count = random.number(60);
            for (int i = 0; i < count; i++) {
                TaskKey key = new TaskKey(
                        random.number(3) - 1, random.number(3), random.random().nextLong());
                Left left = new Left();
                left.record = random.bytes(random.number(500));
                left.stdout = random.bytes(random.number(60_000));
                left.stderr = random.bytes(random.number(30));
                left.file = random.bytes(i == 7 ? 3_000_000 : random.number(5000));
                tasks.put(key, left);
                NewFile file = NewFile.regular(FilePath.of("a b/\nc"), 0640, Content.of(left.file));
                builder.add(key, left.record, Content.of(left.stdout), Content.of(left.stderr), List.of(file));
            }
            try (PackReader pack = seal(builder)) {
                assertThat(pack.size()).isEqualTo(tasks.size());
                int i = 0;
                for (Map.Entry<TaskKey, Left> task : tasks.entrySet()) {
                    assertThat(pack.key(i)).isEqualTo(task.getKey());
                    assertSame(pack.entry(i++), task.getValue());
                    assertSame(pack.find(task.getKey()).orElseThrow(), task.getValue());
                }
                assertThat(pack.find(5, 5, 5)).isEmpty();
                assertThat(pack.references()).hasSize(count > 7 ? 1 : 0);
            }
        }
    }

    private static void assertSame(PackEntry entry, Left left) throws IOException {
        assertThat(entry.record()).isEqualTo(left.record);
        assertThat(entry.stdout().readAllBytes()).isEqualTo(left.stdout);
        assertThat(entry.stdoutBytes()).isEqualTo(left.stdout.length);
        assertThat(entry.stderr().readAllBytes()).isEqualTo(left.stderr);
        FileEntry file = entry.files().getFirst();
        assertThat(file.mode()).isEqualTo(0640);
        assertThat(file.path()).hasToString("a b/\nc");
        try (var in = entry.open(file)) {
            assertThat(in.readAllBytes()).isEqualTo(left.file);
        }
    }

    @Test
    void shouldFindTheRangeOfAStep() throws Exception {
        PackBuilder builder = new PackBuilder(store, directory);
        for (long item : new long[] {9, 3, 5, 4, 100}) {
            builder.add(new TaskKey(7, 1, item), new byte[] {(byte) item}, NONE, NONE, List.of());
            builder.add(new TaskKey(7, 2, item), new byte[0], NONE, NONE, List.of());
        }
        try (PackReader pack = seal(builder)) {
            assertThat(pack.keys(7, 1, 4, 9)).extracting(TaskKey::item).containsExactly(4L, 5L, 9L);
            assertThat(pack.keys(7, 1, 0, Long.MAX_VALUE)).hasSize(5);
            assertThat(pack.keys(7, 3, 0, Long.MAX_VALUE)).isEmpty();
            assertThat(pack.entry(pack.indexFrom(new TaskKey(7, 1, 6))).record())
                    .containsExactly(9);
        }
    }

    @Test
    void shouldReadATaskThoughAllOtherFramesAreDamaged() throws Exception {
        PackBuilder builder = new PackBuilder(store, directory);
        for (int i = 0; i < 300; i++) {
            byte[] out = new byte[10_000];
            new RandomContent(i).random().nextBytes(out);
            builder.add(new TaskKey(1, 1, i), new byte[10], Content.of(out), NONE, List.of());
        }
        Digest name;
        try (SealedBlob sealed = builder.seal()) {
            name = store.put(sealed).blob();
        }
        byte[] bytes = store.bytes(name);
        java.util.Arrays.fill(bytes, 2 * PackBuilder.FRAME_BYTES + 100, 2_800_000, (byte) 0);
        try (PackReader pack = PackReader.open(store, name)) {
            byte[] expected = new byte[10_000];
            new RandomContent(3).random().nextBytes(expected);
            assertThat(pack.find(1, 1, 3).orElseThrow().stdout().readAllBytes()).isEqualTo(expected);
            assertThatThrownBy(() -> pack.find(1, 1, 150)).isInstanceOf(CorruptBlobException.class);
            assertThat(pack.find(1, 1, 299)).isPresent();
        }
    }

    @Test
    void shouldBuildAndReadTenThousandOutputsInOneBlob() throws Exception {
        Path root = directory.resolve("store");
        try (LocalBlobStore local = LocalBlobStore.open(root, StoreSettings.defaults("s"));
                PackBuilder builder = new PackBuilder(local, local.spoolDirectory())) {
            byte[] out = new byte[10_000];
            for (int i = 0; i < 10_000; i++) {
                out[i] = 1;
                builder.add(new TaskKey(1, 1, i), new byte[100], Content.of(out), NONE, List.of());
            }
            Digest name;
            try (SealedBlob sealed = builder.seal()) {
                name = local.put(sealed).blob();
            }
            try (PackReader pack = PackReader.open(local, name)) {
                byte[] expected = new byte[10_000];
                java.util.Arrays.fill(expected, 0, 5001, (byte) 1);
                assertThat(pack.size()).isEqualTo(10_000);
                assertThat(pack.find(1, 1, 5000).orElseThrow().stdout().readAllBytes())
                        .isEqualTo(expected);
            }
            try (var files = Files.walk(root)) {
                assertThat(files.filter(Files::isRegularFile).count()).isLessThan(10);
            }
        }
    }

    @Test
    void shouldTakeTasksOfManySlotsAtOnce() throws Exception {
        PackBuilder builder = new PackBuilder(store, directory);
        try (ExecutorService slots = Executors.newFixedThreadPool(8)) {
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < 400; i++) {
                int item = i;
                all.add(slots.submit(() -> {
                    byte[] out = new RandomContent(item).bytes(item % 100 == 0 ? 2_000_000 : 500);
                    builder.add(new TaskKey(1, 0, item), new byte[] {1}, Content.of(out), NONE, List.of());
                    return null;
                }));
            }
            for (Future<?> one : all) {
                one.get();
            }
        }
        try (PackReader pack = seal(builder)) {
            for (int i = 0; i < 400; i++) {
                byte[] out = new RandomContent(i).bytes(i % 100 == 0 ? 2_000_000 : 500);
                assertThat(pack.find(1, 0, i).orElseThrow().stdout().readAllBytes())
                        .isEqualTo(out);
            }
        }
    }

    @Test
    void shouldPutChunksBeforeThePackNamesThem() throws Exception {
        Path spooled = Files.write(directory.resolve("stdout"), new RandomContent(1).bytes(5_000_000));
        PackBuilder builder = new PackBuilder(store, directory);
        builder.add(new TaskKey(1, 0, 0), new byte[0], Content.of(spooled), NONE, List.of());
        assertThat(store.size()).isEqualTo(2);
        assertThat(builder.contentBytes()).isLessThan(200);
        try (PackReader pack = seal(builder)) {
            assertThat(pack.references())
                    .hasSize(2)
                    .allSatisfy(chunk -> assertThat(store.has(chunk)).isPresent());
            assertThat(pack.entry(0).stdout().readAllBytes()).isEqualTo(Files.readAllBytes(spooled));
        }
    }

    @Test
    void shouldHaveTheLastOfAKeyAndOnlyWhatIsRetained() throws Exception {
        PackBuilder builder = new PackBuilder(store, directory);
        for (byte attempt = 1; attempt <= 2; attempt++) {
            for (int item = 0; item < 3; item++) {
                builder.add(new TaskKey(1, 0, item), new byte[] {attempt, (byte) item}, NONE, NONE, List.of());
            }
        }
        builder.retain(Set.of(new TaskKey(1, 0, 0), new TaskKey(1, 0, 2), new TaskKey(7, 0, 0))::contains);
        try (PackReader pack = seal(builder)) {
            assertThat(pack.size()).isEqualTo(2);
            assertThat(pack.entry(0).record()).containsExactly(2, 0);
            assertThat(pack.entry(1).record()).containsExactly(2, 2);
        }
    }

    @Test
    void shouldRefuseWhatBreaksABoundAndGoOn() throws Exception {
        PackBuilder builder = new PackBuilder(store, directory);
        TaskKey key = new TaskKey(1, 0, 0);
        assertThatThrownBy(() -> builder.add(key, new byte[PackBuilder.RECORD_BYTES_MAX + 1], NONE, NONE, List.of()))
                .isInstanceOf(BlobRefusedException.class)
                .hasMessageContaining("limit: " + PackBuilder.RECORD_BYTES_MAX);
        NewFile leads = NewFile.link(FilePath.of("a"), LinkTarget.of(new byte[] {'/'}));
        assertThatThrownBy(() -> builder.add(key, new byte[0], NONE, NONE, List.of(leads)))
                .isInstanceOf(BlobRefusedException.class);
        builder.add(key, new byte[] {1}, NONE, NONE, List.of());
        try (PackReader pack = seal(builder)) {
            assertThat(pack.size()).isEqualTo(1);
            assertThat(pack.entry(0).record()).containsExactly(1);
        }
    }

    @Test
    void shouldRefuseAPackWithANonsenseIndex() throws Exception {
        for (long seed = 0; seed < 300; seed++) {
            try (BlobBuilder builder = new BlobBuilder(BlobKind.PACK, directory);
                    SealedBlob sealed = builder.seal(new RandomContent(seed).bytes((int) (seed % 40)))) {
                store.put(sealed);
                try (PackReader pack = PackReader.open(store, sealed.name())) {
                    for (int i = 0; i < pack.size(); i++) {
                        int task = i;
                        assertThatThrownBy(() -> pack.entry(task)).isInstanceOf(CorruptBlobException.class);
                    }
                } catch (CorruptBlobException expected) {
                    assertThat(expected).hasMessageContaining(sealed.name().hex());
                }
            }
        }
    }

    @Test
    void shouldMaterializeTheFilesOfATask() throws Exception {
        PackBuilder builder = new PackBuilder(store, directory);
        List<NewFile> files = List.of(
                NewFile.directory(FilePath.of("d"), 0555),
                NewFile.regular(FilePath.of("d/x"), 0755, Content.of(new byte[] {1})),
                NewFile.link(FilePath.of("d/l"), LinkTarget.of(new byte[] {'x'})));
        builder.add(new TaskKey(1, 0, 0), new byte[0], NONE, NONE, files);
        Path target = Files.createDirectory(directory.resolve("out"));
        Files.write(target.resolve("already"), new byte[0]);
        try (PackReader pack = seal(builder)) {
            pack.entry(0).materialize(target);
        }
        assertThat(Files.readAllBytes(target.resolve("d/l"))).containsExactly(1);
        assertThat(target.resolve("d/x")).isExecutable();
        assertThat(target.resolve("already")).exists();
        assertThat(java.nio.file.attribute.PosixFilePermissions.toString(
                        Files.getPosixFilePermissions(target.resolve("d"))))
                .isEqualTo("r-xr-xr-x");
        assertThat(target.resolve("d").toFile().setWritable(true)).isTrue();
    }
}
