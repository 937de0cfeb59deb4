package org.manyhands.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.manyhands.store.BlobRefusedException.Reason;

class ContentTest {
    @TempDir
    Path directory;

    private final MemoryBlobStore store = new MemoryBlobStore();

    private byte[] roundTrip(Content content) throws IOException {
        try (BlobBuilder home = new BlobBuilder(BlobKind.RAW, directory)) {
            ContentRef ref = new ContentWriter(store, directory).write(content, home.write(new byte[10]));
            ByteWriter encoded = new ByteWriter();
            ref.encode(encoded);
            ContentRef decoded = ContentRef.decode(new ByteReader(Digest.of(new byte[0]), "x", encoded.toBytes()));
            assertThat(decoded).isEqualTo(ref);
            try (SealedBlob sealed = home.seal(new byte[0]);
                    Blob blob = sealed.read();
                    InputStream in = new ContentReader(blob, store).open(decoded)) {
                return in.readAllBytes();
            }
        }
    }

    @Test
    void shouldKeepSmallContentInsideAndLargeContentAsChunks() throws Exception {
        int[] sizes = {0, 1, 1 << 20, (1 << 20) + 1, 4 << 20, (4 << 20) + 1, 5_000_000, 9 << 20};
        int[] chunks = {0, 0, 0, 1, 1, 2, 2, 3};
        for (int i = 0; i < sizes.length; i++) {
            int before = store.size();
            byte[] content = new byte[sizes[i]];
            new RandomContent(i).random().nextBytes(content);
            assertThat(roundTrip(Content.of(content))).isEqualTo(content);
            Path file = Files.write(directory.resolve("file"), content);
            assertThat(roundTrip(Content.of(file))).isEqualTo(content);
            assertThat(store.size() - before).as("size %d", sizes[i]).isEqualTo(chunks[i]);
        }
    }

    @Test
    void shouldBoundTheNumberOfChunks() {
        assertThat(ContentRef.chunkBytes(4L << 30)).isEqualTo(4L << 20);
        assertThat(ContentRef.chunkBytes((4L << 30) + 1)).isEqualTo(8L << 20);
        assertThat(1L << 44).isLessThanOrEqualTo(ContentRef.chunkBytes(1L << 44) * ContentRef.CHUNKS_MAX);
    }

    @Test
    void shouldRefuseAFileThatChangedSinceItWasSeen() throws Exception {
        Path file = Files.write(directory.resolve("file"), new byte[100]);
        Content grown = Content.of(file);
        Files.write(file, new byte[1], StandardOpenOption.APPEND);
        assertChanged(grown);
        Content shrunk = Content.of(file);
        Files.write(file, new byte[50]);
        assertChanged(shrunk);
        Content touched = Content.of(file);
        Files.setLastModifiedTime(file, FileTime.fromMillis(1000));
        assertChanged(touched);
        Content replaced = Content.of(file);
        Path other = Files.write(directory.resolve("other"), new byte[50]);
        Files.setLastModifiedTime(other, FileTime.fromMillis(1000));
        Files.move(other, file, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        assertChanged(replaced);
    }

    private void assertChanged(Content content) {
        assertThatThrownBy(() -> roundTrip(content))
                .isInstanceOfSatisfying(
                        BlobRefusedException.class,
                        refused -> assertThat(refused.reason()).isEqualTo(Reason.FILE_CHANGED))
                .hasMessageContaining("changed while it was read");
    }

    @Test
    void shouldDetectAMissingAndAWrongChunk() throws Exception {
        byte[] content = new byte[5_000_000];
        ContentRef.Chunked ref = new ContentWriter(store, directory).chunk(Content.of(content));
        try (BlobBuilder builder = new BlobBuilder(BlobKind.RAW, directory);
                SealedBlob home = builder.seal(new byte[0]);
                Blob blob = home.read()) {
            ContentReader reader = new ContentReader(blob, store);
            Digest first = ref.chunks().getFirst();
            assertThatThrownBy(() ->
                            readAll(reader, new ContentRef.Chunked(content.length, java.util.List.of(first, first))))
                    .isInstanceOf(CorruptBlobException.class)
                    .hasMessageContaining("a chunk of 4194304 bytes (expected: 805696)");
            Digest absent = Digest.of(new byte[] {1});
            assertThatThrownBy(() ->
                            readAll(reader, new ContentRef.Chunked(content.length, java.util.List.of(first, absent))))
                    .isInstanceOf(BlobMissingException.class);
        }
    }

    private static void readAll(ContentReader reader, ContentRef ref) throws IOException {
        try (InputStream in = reader.open(ref)) {
            in.transferTo(java.io.OutputStream.nullOutputStream());
        }
    }
}
