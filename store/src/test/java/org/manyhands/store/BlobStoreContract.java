package org.manyhands.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every sink and source promises together; an implementation passes its own pair. */
public abstract class BlobStoreContract {
    @TempDir
    protected Path directory;

    protected abstract BlobSink sink();

    protected abstract BlobSource source();

    /** Sizes around every boundary that an implementation may have. */
    protected int[] contentSizes() {
        return new int[] {0, 1, 1000, 1 << 20, (1 << 20) + 1, 3 << 20};
    }

    protected SealedBlob blob(byte[] content) throws IOException {
        try (BlobBuilder builder = new BlobBuilder(BlobKind.RAW, directory)) {
            return builder.write(content).seal(new byte[] {7});
        }
    }

    @Test
    void shouldGiveBackWhatWasPut() throws Exception {
        RandomContent random = new RandomContent(1);
        for (int size : contentSizes()) {
            byte[] content = random.bytes(size);
            try (SealedBlob sealed = blob(content)) {
                Receipt receipt = sink().put(sealed);
                assertThat(receipt.blob()).isEqualTo(sealed.name());
                assertThat(receipt.bytes()).isEqualTo(sealed.bytes());
                try (Blob read = source().open(sealed.name())) {
                    assertThat(read.stream().readAllBytes()).isEqualTo(content);
                    assertThat(read.applicationPart()).containsExactly(7);
                    assertThat(read.kind()).isEqualTo(BlobKind.RAW);
                }
            }
        }
    }

    @Test
    void shouldAnswerHasOnlyForWhatWasPut() throws Exception {
        try (SealedBlob sealed = blob(new byte[100])) {
            assertThat(sink().has(sealed.name())).isEmpty();
            Receipt receipt = sink().put(sealed);
            assertThat(sink().has(sealed.name()).orElseThrow().bytes()).isEqualTo(receipt.bytes());
        }
    }

    @Test
    void shouldAcceptTheSameBlobAgain() throws Exception {
        try (SealedBlob sealed = blob(new byte[100])) {
            Receipt first = sink().put(sealed);
            assertThat(sink().put(sealed).bytes()).isEqualTo(first.bytes());
            assertThat(sink().putIfAbsent(sealed).blob()).isEqualTo(sealed.name());
        }
    }

    @Test
    void shouldSayWhichBlobIsMissing() {
        Digest absent = Digest.of(new byte[] {1, 2, 3});
        assertThatThrownBy(() -> source().open(absent))
                .isInstanceOf(BlobMissingException.class)
                .hasMessageContaining(absent.hex());
    }

    @Test
    void shouldRefuseContentOfAnotherName() throws Exception {
        Digest other = Digest.of(new byte[] {1});
        for (int size : contentSizes()) {
            try (SealedBlob sealed = blob(new byte[size])) {
                byte[] bytes = sealed.open().readAllBytes();
                assertThatThrownBy(() -> sink().put(other, bytes.length, new ByteArrayInputStream(bytes)))
                        .isInstanceOf(CorruptBlobException.class);
                assertThat(sink().has(other)).isEmpty();
            }
        }
    }

    @Test
    void shouldRefuseContentWithADamagedFrame() throws Exception {
        for (int size : contentSizes()) {
            if (size > 0) {
                refuseDamaged(size);
            }
        }
    }

    private void refuseDamaged(int size) throws IOException {
        try (SealedBlob sealed = blob(new RandomContent(2).bytes(size))) {
            byte[] bytes = sealed.open().readAllBytes();
            bytes[BlobFormat.HEADER_BYTES] ^= 1;
            assertThatThrownBy(() -> sink().put(sealed.name(), bytes.length, new ByteArrayInputStream(bytes)))
                    .isInstanceOf(CorruptBlobException.class)
                    .hasMessageContaining(sealed.name().hex())
                    .hasMessageContaining("frame 0");
            assertThat(sink().has(sealed.name())).isEmpty();
        }
    }

    @Test
    void shouldRefuseContentThatEndsEarly() throws Exception {
        for (int size : contentSizes()) {
            try (SealedBlob sealed = blob(new RandomContent(3).bytes(size))) {
                byte[] bytes = sealed.open().readAllBytes();
                ByteArrayInputStream early = new ByteArrayInputStream(bytes, 0, bytes.length - 1);
                assertThatThrownBy(() -> sink().put(sealed.name(), bytes.length, early))
                        .isInstanceOf(EOFException.class);
                assertThat(sink().has(sealed.name())).isEmpty();
            }
        }
    }

    @Test
    void shouldRefuseToOpenABlobAsAnotherKind() throws Exception {
        try (SealedBlob sealed = blob(new byte[100])) {
            sink().put(sealed);
            assertThatThrownBy(() -> source().open(sealed.name(), BlobKind.TREE))
                    .isInstanceOf(CorruptBlobException.class)
                    .hasMessageContaining("it is a RAW (expected: TREE)");
        }
    }

    @Test
    void shouldTakeManyPutsAtOnce() throws Exception {
        int putters = 16;
        int each = 20;
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<List<Digest>>> all = new ArrayList<>();
            for (int i = 0; i < putters; i++) {
                long seed = i / 2;
                all.add(threads.submit(() -> putRandom(seed, each)));
            }
            for (int i = 0; i < putters; i++) {
                RandomContent random = new RandomContent(i / 2);
                for (Digest name : all.get(i).get()) {
                    byte[] content = random.bytes(random.number(20_000));
                    try (Blob read = source().open(name)) {
                        assertThat(read.stream().readAllBytes()).isEqualTo(content);
                    }
                }
            }
        }
    }

    private List<Digest> putRandom(long seed, int count) throws IOException {
        RandomContent random = new RandomContent(seed);
        List<Digest> names = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            try (SealedBlob sealed = blob(random.bytes(random.number(20_000)))) {
                names.add(sink().put(sealed).blob());
            }
        }
        return names;
    }
}
