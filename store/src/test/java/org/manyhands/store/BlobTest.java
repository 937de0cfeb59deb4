package org.manyhands.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BlobTest {
    @TempDir
    Path directory;

    private byte[] seal(BlobBuilder builder, byte[] content, byte[] application) throws IOException {
        try (builder;
                SealedBlob sealed = builder.write(content).seal(application)) {
            return sealed.open().readAllBytes();
        }
    }

    private static Digest nameOf(byte[] blob) {
        int footer = blob.length - BlobFormat.FOOTER_BYTES;
        return Digest.fromBytes(blob, footer + 4, Digest.BYTES);
    }

    @Test
    void shouldRoundTripRandomContentInFramesOfAnySize() throws Exception {
        for (long seed = 0; seed < 60; seed++) {
            RandomContent random = new RandomContent(seed);
            int frameBytes = 1 + random.number(5000);
            byte[] content = random.bytes(random.number(40_000));
            byte[] application = random.bytes(random.number(300));
            byte[] bytes = seal(new BlobBuilder(BlobKind.TREE, frameBytes, directory), content, application);
            try (Blob blob = Blob.open(nameOf(bytes), BlobBytes.of(bytes))) {
                assertThat(blob.stream().readAllBytes()).as("seed %d", seed).isEqualTo(content);
                assertThat(blob.applicationPart()).isEqualTo(application);
                assertThat(blob.frames()).isEqualTo((content.length + frameBytes - 1) / frameBytes);
                for (int i = 0; i < 20 && content.length > 0; i++) {
                    int from = random.number(content.length);
                    int length = random.number(content.length - from + 1);
                    assertThat(blob.read(from, length)).isEqualTo(Arrays.copyOfRange(content, from, from + length));
                }
            }
        }
    }

    @Test
    void shouldNameEqualContentEqually() throws Exception {
        byte[] content = new RandomContent(5).bytes(100_000);
        byte[] once = seal(new BlobBuilder(BlobKind.RAW, 10_000, directory), content, new byte[0]);
        byte[] again = seal(new BlobBuilder(BlobKind.RAW, 10_000, directory), content, new byte[0]);
        byte[] asTree = seal(new BlobBuilder(BlobKind.TREE, 10_000, directory), content, new byte[0]);
        assertThat(again).isEqualTo(once);
        assertThat(nameOf(asTree)).isNotEqualTo(nameOf(once));
    }

    @Test
    void shouldDetectEveryFlippedBit() throws Exception {
        byte[] bytes = seal(new BlobBuilder(BlobKind.RAW, 40, directory), new RandomContent(9).bytes(100), new byte[9]);
        Digest name = nameOf(bytes);
        for (int bit = 0; bit < 8 * bytes.length; bit++) {
            byte[] flipped = bytes.clone();
            flipped[bit / 8] ^= (byte) (1 << (bit % 8));
            assertThatThrownBy(() -> readAll(name, flipped))
                    .as("bit %d", bit)
                    .isInstanceOfAny(CorruptBlobException.class, BlobRefusedException.class)
                    .hasMessageContaining(name.hex());
        }
    }

    @Test
    void shouldDetectEveryTruncation() throws Exception {
        byte[] bytes = seal(new BlobBuilder(BlobKind.RAW, 40, directory), new RandomContent(9).bytes(100), new byte[9]);
        Digest name = nameOf(bytes);
        for (int length = 0; length < bytes.length; length++) {
            byte[] cut = Arrays.copyOf(bytes, length);
            assertThatThrownBy(() -> readAll(name, cut))
                    .isInstanceOfAny(CorruptBlobException.class, BlobRefusedException.class);
        }
    }

    private static void readAll(Digest name, byte[] bytes) throws IOException {
        try (Blob blob = Blob.open(name, BlobBytes.of(bytes))) {
            blob.verify();
        }
    }

    @Test
    void shouldReadOneFrameThoughItsNeighbourIsDamaged() throws Exception {
        byte[] content = new RandomContent(4).bytes(3000);
        byte[] bytes = seal(new BlobBuilder(BlobKind.RAW, 1000, directory), content, new byte[0]);
        bytes[BlobFormat.HEADER_BYTES] ^= 1;
        try (Blob blob = Blob.open(nameOf(bytes), BlobBytes.of(bytes))) {
            assertThat(blob.frame(1)).isEqualTo(Arrays.copyOfRange(content, 1000, 2000));
            assertThatThrownBy(() -> blob.frame(0)).isInstanceOfSatisfying(CorruptBlobException.class, corrupt -> {
                assertThat(corrupt.blob()).isEqualTo(blob.name());
                assertThat(corrupt.part()).isEqualTo("frame 0");
            });
        }
    }

    @Test
    void shouldRefuseANewerFormatWithASentence() throws Exception {
        byte[] bytes = seal(new BlobBuilder(BlobKind.RAW, directory), new byte[10], new byte[0]);
        bytes[7] = 2;
        assertThatThrownBy(() -> readAll(nameOf(bytes), bytes))
                .isInstanceOfSatisfying(
                        BlobRefusedException.class,
                        refused -> assertThat(refused.reason()).isEqualTo(BlobRefusedException.Reason.NEWER_FORMAT))
                .hasMessageContaining("has format version 2, this program reads up to 1: upgrade this node");
    }

    @Test
    void shouldSpillLargeContentAndCleanUp() throws Exception {
        byte[] content = new byte[BlobBuilder.MEMORY_BYTES_MAX + (1 << 20)];
        new RandomContent(3).random().nextBytes(content);
        try (BlobBuilder builder = new BlobBuilder(BlobKind.RAW, directory);
                SealedBlob sealed = builder.write(content).seal(new byte[0])) {
            assertThat(filesIn(directory)).isEqualTo(1);
            try (Blob blob = sealed.read()) {
                assertThat(blob.stream().readAllBytes()).isEqualTo(content);
            }
        }
        assertThat(filesIn(directory)).isZero();
    }

    private static long filesIn(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.count();
        }
    }

    @Test
    void shouldRefuseAnIndexThatIsTooLarge() throws Exception {
        try (BlobBuilder builder = new BlobBuilder(BlobKind.RAW, directory)) {
            assertThatThrownBy(() -> builder.seal(new byte[BlobBuilder.INDEX_BYTES_MAX]))
                    .isInstanceOf(BlobRefusedException.class)
                    .hasMessageContaining("limit: " + BlobBuilder.INDEX_BYTES_MAX);
        }
    }

    @Test
    void shouldRefuseRangesOutsideTheContent() throws Exception {
        byte[] bytes = seal(new BlobBuilder(BlobKind.RAW, directory), new byte[10], new byte[0]);
        try (Blob blob = Blob.open(nameOf(bytes), BlobBytes.of(bytes))) {
            assertThatThrownBy(() -> blob.read(5, 6)).isInstanceOf(CorruptBlobException.class);
            assertThatThrownBy(() -> blob.read(-1, 1)).isInstanceOf(CorruptBlobException.class);
            assertThatThrownBy(() -> blob.stream(Long.MAX_VALUE, 1)).isInstanceOf(CorruptBlobException.class);
            assertThat(blob.read(10, 0)).isEmpty();
        }
    }

    @Test
    void shouldNeverReadMoreThanAsked() {
        assertThatThrownBy(() -> BlobBytes.of(new byte[3]).read(2, new byte[2], 0, 2))
                .isInstanceOf(EOFException.class);
    }

    /** The bytes of format version 1, written down once: a change here breaks every stored blob. */
    @Test
    void shouldReadAndWriteTheGoldenBlob() throws Exception {
        byte[] content = ("Many machines, one computer. ".repeat(8) + "\0\1\2").getBytes(StandardCharsets.US_ASCII);
        byte[] golden = HexFormat.of().parseHex(GOLDEN);
        byte[] written = seal(new BlobBuilder(BlobKind.PACK, 200, directory), content, new byte[] {1, 2, 3});
        assertThat(written).as(HexFormat.of().formatHex(written)).isEqualTo(golden);
        try (Blob blob = Blob.open(Digest.fromHex(GOLDEN_NAME), BlobBytes.of(golden))) {
            assertThat(blob.kind()).isEqualTo(BlobKind.PACK);
            assertThat(blob.stream().readAllBytes()).isEqualTo(content);
            assertThat(blob.applicationPart()).containsExactly(1, 2, 3);
        }
    }

    private static final String GOLDEN =
            "4d48424c4f42000128b52ffd24c8250100e84d616e79206d616368696e65732c206f6e6520636f6d70757465722e200100a1"
                    + "00a59c9bcc4319722e204d616e79206d616368696e65732c206f6e6520636f6d70757465722e200001020001010231c80123"
                    + "23bc362ee157ff3095f67b3afac004be191d8f1e17b0654885aad4dd58b8bb5003dd196fa6686dfcca505a89de78105c7c2d"
                    + "9260c69c7f86e596c3048cff427d77030102030000004d5a1f9bd37cd68117e0746fc2ec9097a0c3599192870cc09aedddd8"
                    + "9eb5872c6900014d4842454e44";
    private static final String GOLDEN_NAME = "5a1f9bd37cd68117e0746fc2ec9097a0c3599192870cc09aedddd89eb5872c69";

    @Test
    void shouldGoOnWithASpareCopyWhereOneIsDamaged() throws Exception {
        byte[] content = new RandomContent(5).bytes(3 << 20);
        try (BlobBuilder builder = new BlobBuilder(BlobKind.RAW, 1 << 20, directory);
                SealedBlob sealed = builder.write(content).seal(new byte[0])) {
            byte[] whole = sealed.open().readAllBytes();
            byte[] damaged = whole.clone();
            damaged[whole.length / 2] ^= 1;
            int[] asked = new int[1];
            try (Blob blob = Blob.open(sealed.name(), BlobBytes.of(damaged), () -> {
                asked[0]++;
                return Optional.of(BlobBytes.of(whole));
            })) {
                assertThat(blob.stream().readAllBytes()).isEqualTo(content);
                assertThat(blob.storedStream().readAllBytes()).isEqualTo(whole);
                assertThat(asked[0]).isEqualTo(1);
            }
        }
    }

    @Test
    void shouldOpenASpareCopyWhereTheIndexOfOneIsDamaged() throws Exception {
        byte[] content = new RandomContent(6).bytes(1_000);
        try (BlobBuilder builder = new BlobBuilder(BlobKind.RAW, directory);
                SealedBlob sealed = builder.write(content).seal(new byte[0])) {
            byte[] whole = sealed.open().readAllBytes();
            byte[] damaged = whole.clone();
            damaged[whole.length - 1] ^= 1;
            try (Blob blob = Blob.open(sealed.name(), BlobBytes.of(damaged), () -> Optional.of(BlobBytes.of(whole)))) {
                assertThat(blob.stream().readAllBytes()).isEqualTo(content);
            }
        }
    }

    @Test
    void shouldGiveStoredBytesOfAnyRange() throws Exception {
        byte[] content = new RandomContent(7).bytes(300_000);
        try (BlobBuilder builder = new BlobBuilder(BlobKind.RAW, 64 << 10, directory);
                SealedBlob sealed = builder.write(content).seal(new byte[] {1, 2});
                Blob blob = sealed.read()) {
            byte[] whole = sealed.open().readAllBytes();
            for (int[] range :
                    new int[][] {{0, 1}, {0, whole.length}, {5, 100_000}, {whole.length - 3, 100}, {whole.length, 5}}) {
                int end = Math.min(whole.length, range[0] + range[1]);
                assertThat(blob.storedBytes(range[0], range[1])).isEqualTo(Arrays.copyOfRange(whole, range[0], end));
            }
            assertThatThrownBy(() -> blob.storedBytes(-1, 5)).isInstanceOf(EOFException.class);
        }
    }
}
