package org.manyhands.cli.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.manyhands.store.BlobSink;
import org.manyhands.store.Digest;
import org.manyhands.store.Receipt;
import org.manyhands.store.split.SplitBuilder;
import org.manyhands.store.split.Splitter.Cut;

/** Files that are cut into blocks. */
class SplitFileTest {
    private static final InputStream NOTHING = InputStream.nullInputStream();

    @TempDir
    Path directory;

    @Test
    void shouldMeanTheSameInFilesAndFlags() throws Exception {
        assertThat(each("split: f\nrun: x\n")).isEqualTo(new ItemSource.Split("f", new Cut.Bytes(16 << 20)));
        assertThat(each("split: {file: f, block: 1M}\nrun: x\n"))
                .isEqualTo(new ItemSource.Split("f", new Cut.Bytes(1 << 20)))
                .isEqualTo(flags(new FlagSpec().split("f").block("1M")));
        assertThat(each("split: {file: f, lines: 1_000}\nrun: x\n"))
                .isEqualTo(new ItemSource.Split("f", new Cut.Lines(1_000)))
                .isEqualTo(flags(new FlagSpec().lines("1000").split("f")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "split: [f] | 1:8: 'split' in the job is a list",
                "split: '' | '' names no file",
                "split: {block: 1M} | 'file' is missing",
                "split: {file: f, size: 1M} | unknown key 'size'",
                "split: {file: f, block: 1M, lines: 2} | block: and lines:",
                "split: {file: f, block: 0} | '0' is not the size of a block",
                "split: {file: f, block: much} | 'much' is not a size",
                "split: {file: f, lines: 0} | 'lines' in",
            })
    void shouldRefuseMalformedKeys(String key, String sentence) {
        assertThatThrownBy(() -> each(key + "\nrun: x\n"))
                .isInstanceOf(SpecException.class)
                .hasMessageContaining(sentence);
    }

    @Test
    void shouldRefuseFlagsThatDoNotFit() {
        assertThatThrownBy(() -> new FlagSpec().split("f").each("1..2")).hasMessageContaining("a second time");
        assertThatThrownBy(() -> new FlagSpec().block("1M").lines("2")).hasMessageContaining("a second time");
        assertThatThrownBy(() -> flags(new FlagSpec().lines("2"))).hasMessageContaining("and there is none");
    }

    @Test
    void shouldReadPlainAndPackedFilesAndStandardInput() throws Exception {
        Files.writeString(directory.resolve("f"), "a\nb\nc");
        assertThat(blocks("f", NOTHING)).isEqualTo(3);
        Files.writeString(directory.resolve("empty"), "");
        assertThat(blocks("empty", NOTHING)).isZero();
        try (var gzip = new GZIPOutputStream(Files.newOutputStream(directory.resolve("f.gz")))) {
            gzip.write("a\nb\n".getBytes(StandardCharsets.UTF_8));
        }
        assertThat(blocks("f.gz", NOTHING)).isEqualTo(2);
        assertThat(blocks("-", new ByteArrayInputStream(new byte[] {'x', '\n', 'y'})))
                .isEqualTo(2);
    }

    @Test
    void shouldNameWhatCannotBeRead() throws Exception {
        assertThatThrownBy(() -> blocks("none", NOTHING))
                .isInstanceOf(SpecException.class)
                .hasMessageContaining("none' does not exist");
        assertThatThrownBy(() -> blocks(".", NOTHING)).hasMessageContaining("'.' is a directory");
        Files.write(directory.resolve("cut.gz"), new byte[] {0x1f, (byte) 0x8b, 8, 0, 0});
        assertThatThrownBy(() -> blocks("cut.gz", NOTHING))
                .isInstanceOf(SpecException.class)
                .hasMessageContaining("'cut.gz' ends in the middle of its compressed data");
        InputStream broken = new FilterInputStream(NOTHING) {
            @Override
            public int read(byte[] target, int offset, int length) throws IOException {
                throw new IOException("device gone");
            }
        };
        assertThatThrownBy(() -> blocks("-", broken))
                .isInstanceOf(SpecException.class)
                .hasMessageContaining("standard input cannot be read: device gone");
    }

    @Test
    void shouldRefuseAFileThatChangesWhileItIsRead() throws Exception {
        Path file = Files.write(directory.resolve("f"), new byte[5 << 20]);
        BlobSink meddling = new Sink() {
            @Override
            public Optional<Receipt> has(Digest blob) throws IOException {
                Files.writeString(file, "changed");
                return super.has(blob);
            }
        };
        assertThatThrownBy(() -> blocks("f", NOTHING, meddling))
                .isInstanceOf(SpecException.class)
                .hasMessageContaining("changed while it was read");
    }

    @Test
    void shouldNotTakeATroubleOfTheStoreForOneOfTheFile() throws Exception {
        Files.write(directory.resolve("f"), new byte[5 << 20]);
        BlobSink full = new Sink() {
            @Override
            public Optional<Receipt> has(Digest blob) throws IOException {
                throw new IOException("store full");
            }
        };
        assertThatThrownBy(() -> blocks("f", NOTHING, full))
                .isInstanceOf(IOException.class)
                .hasMessage("store full");
    }

    @Test
    void shouldAppendNothingToTheCommand() throws Exception {
        ParsedJob job = new FlagSpec().split("f").command(List.of("wc", "-l")).build();
        assertThat(StepWords.of(job.spec(), job.spec().steps().getFirst(), job.places())
                        .argv())
                .hasSize(2);
    }

    private static ItemSource flags(FlagSpec flags) throws SpecException {
        return flags.command(List.of("x")).build().spec().steps().getFirst().each();
    }

    private static ItemSource each(String yaml) throws SpecException {
        return JobFile.parse("job.yaml", yaml.getBytes(StandardCharsets.UTF_8))
                .spec()
                .steps()
                .getFirst()
                .each();
    }

    private long blocks(String path, InputStream in) throws SpecException, IOException {
        return blocks(path, in, new Sink());
    }

    private long blocks(String path, InputStream in, BlobSink sink) throws SpecException, IOException {
        try (SplitBuilder builder = new SplitBuilder(sink, directory)) {
            SplitFile.read(new ItemSource.Split(path, new Cut.Lines(1)), directory, in, builder);
            builder.seal().close();
            return builder.blocks();
        }
    }

    /** Takes everything and keeps nothing. */
    private static class Sink implements BlobSink {
        @Override
        public Optional<Receipt> has(Digest blob) throws IOException {
            return Optional.of(new Receipt(List.of("test"), blob, 0, 0));
        }

        @Override
        public Receipt put(Digest blob, long bytes, InputStream content) {
            return new Receipt(List.of("test"), blob, bytes, 0);
        }
    }
}
