package org.manyhands.store.split;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.airlift.compress.v3.zstd.ZstdOutputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.manyhands.store.MemoryBlobStore;
import org.manyhands.store.RandomContent;
import org.manyhands.store.SealedBlob;
import org.manyhands.store.split.Splitter.Cut;

class SplitTest {
    @TempDir
    Path directory;

    private final MemoryBlobStore store = new MemoryBlobStore();

    @Test
    void shouldCutAtLineEndsSoThatWholeLinesFit() throws Exception {
        assertThat(blocks("a\nbb\nccc\ndd\n", new Cut.Bytes(5))).containsExactly("a\nbb\n", "ccc\n", "dd\n");
        assertThat(blocks("a\nb\n", new Cut.Bytes(100))).containsExactly("a\nb\n");
        assertThat(blocks("a\nb\n", new Cut.Bytes(2))).containsExactly("a\n", "b\n");
        assertThat(blocks("\n\n\n", new Cut.Bytes(1))).containsExactly("\n", "\n", "\n");
    }

    @Test
    void shouldCutAfterSoManyLines() throws Exception {
        assertThat(blocks("a\nb\nc\nd\ne\n", new Cut.Lines(2))).containsExactly("a\nb\n", "c\nd\n", "e\n");
        assertThat(blocks("a\nb", new Cut.Lines(2))).containsExactly("a\nb");
        assertThat(blocks("a\nb\nc", new Cut.Lines(2))).containsExactly("a\nb\n", "c");
    }

    @Test
    void shouldTakeALastLineWithoutItsEnd() throws Exception {
        assertThat(blocks("a\nb", new Cut.Bytes(100))).containsExactly("a\nb");
        assertThat(blocks("aaa\nbbb", new Cut.Bytes(4))).containsExactly("aaa\n", "bbb");
        assertThat(blocks("a", new Cut.Bytes(1))).containsExactly("a");
    }

    @Test
    void shouldNeverCutALineThatIsLongerThanABlock() throws Exception {
        assertThat(blocks("a\nlong line\nb\nc\n", new Cut.Bytes(4))).containsExactly("a\n", "long line\n", "b\nc\n");
        assertThat(blocks("long line", new Cut.Bytes(4))).containsExactly("long line");
        String line = "x".repeat(9 << 20) + "\n";
        assertThat(blocks("a\n" + line + "b\n", new Cut.Bytes(1 << 20))).containsExactly("a\n", line, "b\n");
    }

    @Test
    void shouldGiveNoBlockOfNothing() throws Exception {
        assertThat(blocks("", new Cut.Bytes(5))).isEmpty();
        assertThat(blocks("", new Cut.Lines(5))).isEmpty();
        assertThat(store.size()).as("only the blob of the split").isEqualTo(1);
    }

    @Test
    void shouldPutTogetherWhatItTookApartAcrossChunks() throws Exception {
        RandomContent random = new RandomContent(4);
        byte[] content = random.bytes(11 << 20);
        for (Cut cut : List.of(new Cut.Bytes(100_000), new Cut.Lines(3_000))) {
            List<byte[]> blocks = split(new ByteArrayInputStream(content), cut);
            ByteArrayOutputStream joined = new ByteArrayOutputStream();
            blocks.forEach(joined::writeBytes);
            assertThat(joined.toByteArray()).isEqualTo(content);
            assertThat(blocks.subList(0, blocks.size() - 1))
                    .allMatch(block -> block[block.length - 1] == '\n')
                    .hasSizeGreaterThan(10);
        }
    }

    @Test
    void shouldKeepAMillionSmallBlocksInFewBlobs() throws Exception {
        byte[] line = "0123456\n".getBytes(UTF_8);
        byte[] content = new byte[line.length * 1_000_000];
        for (int i = 0; i < content.length; i++) {
            content[i] = line[i % line.length];
        }
        try (SplitBuilder builder = new SplitBuilder(store, directory)) {
            Splitter.split(new ByteArrayInputStream(content), new Cut.Lines(1), builder);
            assertThat(builder.blocks()).isEqualTo(1_000_000);
            try (SealedBlob sealed = builder.seal()) {
                store.put(sealed);
                try (SplitReader reader = SplitReader.open(store, sealed.name())) {
                    assertThat(reader.blocks()).isEqualTo(1_000_000);
                    for (long block : new long[] {0, 499_999, 999_999}) {
                        assertThat(reader.open(block).readAllBytes()).isEqualTo(line);
                    }
                    assertThatThrownBy(() -> reader.open(1_000_000)).isInstanceOf(IndexOutOfBoundsException.class);
                    assertThat(reader.references()).hasSize(2);
                }
            }
        }
        assertThat(store.size()).isLessThanOrEqualTo(3);
    }

    @Test
    void shouldSeeThroughGzipAndZstd() throws Exception {
        byte[] content = "one\ntwo\nthree\n".repeat(100_000).getBytes(UTF_8);
        assertThat(Compressed.plain(new ByteArrayInputStream(gzip(content))).readAllBytes())
                .isEqualTo(content);
        assertThat(Compressed.plain(new ByteArrayInputStream(zstd(content))).readAllBytes())
                .isEqualTo(content);
        assertThat(Compressed.plain(new ByteArrayInputStream(content)).readAllBytes())
                .isEqualTo(content);
        assertThat(Compressed.plain(new ByteArrayInputStream(new byte[] {0x1f})).readAllBytes())
                .hasSize(1);
        assertThat(Compressed.plain(new ByteArrayInputStream(new byte[0])).readAllBytes())
                .isEmpty();
    }

    @Test
    void shouldReadFilesThatWereCompressedInParts() throws Exception {
        for (byte[] part : List.of(gzip("a\n".getBytes(UTF_8)), zstd("a\n".getBytes(UTF_8)))) {
            byte[] twice = Arrays.copyOf(part, 2 * part.length);
            System.arraycopy(part, 0, twice, part.length, part.length);
            assertThat(Compressed.plain(new ByteArrayInputStream(twice)).readAllBytes())
                    .isEqualTo("a\na\n".getBytes(UTF_8));
        }
    }

    @Test
    void shouldTellDamagedAndShortCompressedData() throws Exception {
        byte[] content = new RandomContent(7).bytes(300_000);
        for (byte[] packed : List.of(gzip(content), zstd(content))) {
            byte[] cut = Arrays.copyOf(packed, packed.length / 2);
            assertThatThrownBy(() ->
                            Compressed.plain(new ByteArrayInputStream(cut)).readAllBytes())
                    .isInstanceOf(IOException.class);
            byte[] damaged = packed.clone();
            Arrays.fill(damaged, 6, 60, (byte) 0xff);
            assertThatThrownBy(() ->
                            Compressed.plain(new ByteArrayInputStream(damaged)).readAllBytes())
                    .isInstanceOf(IOException.class);
        }
    }

    private static byte[] gzip(byte[] content) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(content);
        }
        return packed.toByteArray();
    }

    private static byte[] zstd(byte[] content) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (ZstdOutputStream out = new ZstdOutputStream(packed)) {
            out.write(content);
        }
        return packed.toByteArray();
    }

    private List<String> blocks(String content, Cut cut) throws IOException {
        return split(new ByteArrayInputStream(content.getBytes(UTF_8)), cut).stream()
                .map(block -> new String(block, UTF_8))
                .toList();
    }

    private List<byte[]> split(InputStream content, Cut cut) throws IOException {
        try (SplitBuilder builder = new SplitBuilder(store, directory)) {
            Splitter.split(content, cut, builder);
            try (SealedBlob sealed = builder.seal()) {
                store.put(sealed);
                List<byte[]> blocks = new ArrayList<>();
                try (SplitReader reader = SplitReader.open(store, sealed.name())) {
                    for (long i = 0; i < reader.blocks(); i++) {
                        try (InputStream in = reader.open(i)) {
                            blocks.add(in.readAllBytes());
                        }
                    }
                }
                return blocks;
            }
        }
    }
}
