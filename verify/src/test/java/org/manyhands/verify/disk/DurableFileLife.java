package org.manyhands.verify.disk;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.manyhands.store.DurableFile;

/** Replaces a file by the next version of its content, several times. */
final class DurableFileLife implements Life {
    private static final int VERSIONS = 4;

    private int begun;
    private int done;

    private static String content(int version) {
        return version == 0 ? "" : ("version " + version + "\n").repeat(10 - version);
    }

    private static DurableFile file(Path root) {
        return new DurableFile(root.resolve("identity"));
    }

    @Override
    public void write(Path root) throws IOException {
        DurableFile file = file(root);
        for (int i = 0; i < VERSIONS; i++) {
            begun++;
            file.write(content(begun).getBytes(StandardCharsets.US_ASCII));
            done = begun;
        }
    }

    @Override
    public void check(Path root) throws IOException {
        DurableFile file = file(root);
        String read = new String(file.read().orElse(new byte[0]), StandardCharsets.US_ASCII);
        assertThat(read)
                .isIn(IntStream.rangeClosed(done, begun)
                        .mapToObj(DurableFileLife::content)
                        .toList());
        file.write(content(1).getBytes(StandardCharsets.US_ASCII));
        assertThat(root).isDirectoryNotContaining("glob:**" + DurableFile.TEMPORARY_SUFFIX);
    }
}
