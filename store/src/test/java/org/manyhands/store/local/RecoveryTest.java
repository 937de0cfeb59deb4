package org.manyhands.store.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.manyhands.store.BlobRefusedException;
import org.manyhands.store.CorruptBlobException;
import org.manyhands.store.Digest;
import org.manyhands.store.RandomContent;

class RecoveryTest {
    private static final StoreSettings SETTINGS = Stores.settings(1 << 20, 1 << 20);

    @TempDir
    Path directory;

    private Path root;

    @BeforeEach
    void root() {
        root = directory.resolve("store");
    }

    private Path segment() throws IOException {
        return Stores.files(root.resolve("segments")).getLast();
    }

    @Test
    void shouldFindEverythingAgain() throws Exception {
        RandomContent random = new RandomContent(1);
        StoreSettings small = Stores.settings(20_000, 10_000);
        List<Digest> names = new ArrayList<>();
        Usage before;
        try (LocalBlobStore store = LocalBlobStore.open(root, small)) {
            for (int i = 0; i < 60; i++) {
                names.add(Stores.put(store, random.bytes(1 + random.number(30_000))));
            }
            before = store.usage();
        }
        try (LocalBlobStore store = LocalBlobStore.open(root, small)) {
            assertThat(store.usage()).isEqualTo(before);
            assertThat(store.list()).containsExactlyInAnyOrderElementsOf(names);
            assertThat(store.damage()).isEmpty();
            for (Digest name : names) {
                assertThat(Stores.holds(store, name)).isTrue();
            }
            assertThat(Stores.files(root.resolve("segments")).size()).isGreaterThan(3);
            assertThat(Stores.files(root.resolve("large"))).isNotEmpty();
        }
    }

    @Test
    void shouldCutOffATailTornAtAnyByte() throws Exception {
        Digest first;
        Digest last;
        long end;
        try (LocalBlobStore store = LocalBlobStore.open(root, SETTINGS)) {
            first = Stores.put(store, new byte[] {1});
            end = Files.size(segment());
            last = Stores.put(store, new byte[] {2});
        }
        byte[] whole = Files.readAllBytes(segment());
        for (long length = end; length < whole.length; length++) {
            for (boolean zeros : new boolean[] {false, true}) {
                byte[] torn = zeros ? new byte[whole.length] : new byte[(int) length];
                System.arraycopy(whole, 0, torn, 0, (int) length);
                if (zeros && java.util.Arrays.equals(torn, whole)) {
                    continue;
                }
                Files.write(segment(), torn);
                try (LocalBlobStore store = LocalBlobStore.open(root, SETTINGS)) {
                    assertThat(store.list()).as("torn at %d", length).containsExactly(first);
                    assertThat(store.has(last)).isEmpty();
                    assertThat(Files.size(segment())).isEqualTo(end);
                }
            }
        }
        try (LocalBlobStore store = LocalBlobStore.open(root, SETTINGS)) {
            assertThat(Stores.put(store, new byte[] {2})).isEqualTo(last);
        }
        assertThat(Files.readAllBytes(segment())).isEqualTo(whole);
    }

    @Test
    void shouldForgetSegmentsOfWhichTheHeaderWasNotWritten() throws Exception {
        Digest first;
        try (LocalBlobStore store = LocalBlobStore.open(root, SETTINGS)) {
            first = Stores.put(store, new byte[] {1});
        }
        Path segment = segment();
        Files.write(root.resolve("segments/00000001-00000000000000aa.seg"), new byte[3]);
        Files.write(root.resolve("segments/00000002-00000000000000bb.seg"), new byte[SegmentFormat.HEADER_BYTES]);
        try (LocalBlobStore store = LocalBlobStore.open(root, SETTINGS)) {
            assertThat(store.list()).containsExactly(first);
            assertThat(store.damage()).isEmpty();
            assertThat(Stores.files(root.resolve("segments"))).containsExactly(segment);
            assertThat(store.usage().diskBytes()).isEqualTo(Files.size(segment));
        }
    }

    @Test
    void shouldKeepAcknowledgedBlobsBehindADamagedOne() throws Exception {
        List<Digest> names = new ArrayList<>();
        List<Long> ends = new ArrayList<>();
        try (LocalBlobStore store = LocalBlobStore.open(root, SETTINGS)) {
            for (int i = 0; i < 3; i++) {
                names.add(Stores.put(store, new RandomContent(i).bytes(500)));
                ends.add(Files.size(segment()));
            }
        }
        byte[] whole = Files.readAllBytes(segment());
        for (long at = ends.get(0); at < ends.get(1); at++) {
            byte[] damaged = whole.clone();
            damaged[(int) at] ^= 0x40;
            Files.write(segment(), damaged);
            try (LocalBlobStore store = LocalBlobStore.open(root, SETTINGS)) {
                assertThat(store.list()).as("byte %d", at).containsExactlyInAnyOrder(names.get(0), names.get(2));
                assertThat(store.damage()).hasSize(1).first().asString().contains("bytes " + ends.get(0) + " to");
                assertThat(Files.size(segment())).isEqualTo(whole.length);
            }
        }
    }

    @Test
    void shouldNotTakeRecordsInsideABlobForItsOwn() throws Exception {
        byte[] stolen;
        Path other = directory.resolve("other");
        try (LocalBlobStore store = LocalBlobStore.open(other, SETTINGS)) {
            byte[] content = new byte[300];
            new RandomContent(5).random().nextBytes(content);
            Stores.put(store, content);
            stolen = Files.readAllBytes(Stores.files(other.resolve("segments")).getLast());
        }
        long end;
        try (LocalBlobStore store = LocalBlobStore.open(root, SETTINGS)) {
            end = Files.size(segment());
            Stores.put(store, stolen);
        }
        try (RandomAccessFile file = new RandomAccessFile(segment().toFile(), "rw")) {
            file.seek(end);
            file.write(0);
        }
        try (LocalBlobStore store = LocalBlobStore.open(root, SETTINGS)) {
            assertThat(store.list()).isEmpty();
        }
    }

    @Test
    void shouldSurviveACrashWhileASegmentWasCreated() throws Exception {
        Digest name;
        try (LocalBlobStore store = LocalBlobStore.open(root, SETTINGS)) {
            name = Stores.put(store, new byte[100]);
        }
        for (int length = 0; length < SegmentFormat.HEADER_BYTES; length++) {
            Files.write(root.resolve("segments/00000002-00112233445566ff.seg"), new byte[length]);
            try (LocalBlobStore store = LocalBlobStore.open(root, SETTINGS)) {
                assertThat(store.list()).containsExactly(name);
                assertThat(Stores.files(root.resolve("segments"))).hasSize(1);
            }
        }
    }

    @Test
    void shouldRemoveUnfinishedFiles() throws Exception {
        LocalBlobStore.open(root, SETTINGS).close();
        Files.write(root.resolve("tmp/put-1.part"), new byte[10]);
        LocalBlobStore.open(root, SETTINGS).close();
        assertThat(Stores.files(root.resolve("tmp"))).isEmpty();
    }

    @Test
    void shouldRefuseASegmentOfANewerVersion() throws Exception {
        LocalBlobStore.open(root, SETTINGS).close();
        byte[] header = Files.readAllBytes(segment());
        header[7]++;
        Files.write(segment(), header);
        assertThatThrownBy(() -> LocalBlobStore.open(root, SETTINGS))
                .isInstanceOf(BlobRefusedException.class)
                .hasMessageContaining("has format version 2, this program reads up to 1");
        header[7]--;
        Files.write(segment(), header);
        LocalBlobStore.open(root, SETTINGS).close();
    }

    @Test
    void shouldKeepASecondOpenerOut() throws Exception {
        try (LocalBlobStore store = LocalBlobStore.open(root, SETTINGS)) {
            assertThatThrownBy(() -> LocalBlobStore.open(root, SETTINGS))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("is open in another process");
            assertThat(store.list()).isEmpty();
        }
        LocalBlobStore.open(root, SETTINGS).close();
    }

    @Test
    void shouldReplaceADamagedCopyWhenItIsPutAgain() throws Exception {
        for (int size : new int[] {500, 2 << 20}) {
            byte[] content = new byte[size];
            new RandomContent(7).random().nextBytes(content);
            try (LocalBlobStore store = LocalBlobStore.open(root, SETTINGS)) {
                Digest name = Stores.put(store, content);
                damage(size > 1 << 20 ? Stores.files(root.resolve("large")).getFirst() : segment(), size);
                assertThatThrownBy(() -> Stores.read(store, name)).isInstanceOf(CorruptBlobException.class);
                assertThat(store.has(name)).isEmpty();
                assertThat(store.damagedBlobs()).containsExactly(name);
                assertThat(Stores.put(store, content)).isEqualTo(name);
                assertThat(Stores.read(store, name)).isEqualTo(content);
                assertThat(store.damagedBlobs()).isEmpty();
            }
            try (LocalBlobStore store = LocalBlobStore.open(root, SETTINGS)) {
                assertThat(store.list())
                        .allSatisfy(
                                name -> assertThat(Stores.holds(store, name)).isTrue());
            }
        }
    }

    private static void damage(Path file, int size) throws IOException {
        try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "rw")) {
            open.seek(open.length() - size / 2 - 100);
            int old = open.read();
            open.seek(open.length() - size / 2 - 100);
            open.write(old ^ 1);
        }
    }
}
