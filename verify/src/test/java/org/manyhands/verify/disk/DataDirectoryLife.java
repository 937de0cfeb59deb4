package org.manyhands.verify.disk;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.function.Consumer;
import org.manyhands.cli.node.DataDirectory;
import org.manyhands.cli.node.Stay;

/** Starts as a node does that finds no data directory: makes it, holds it, and shows its token. */
final class DataDirectoryLife implements Life {
    private String token = "";

    private static void start(Path root, Consumer<String> shown) throws Exception {
        DataDirectory directory = new DataDirectory(root.resolve("state/manyhands"));
        directory.prepare();
        try (DataDirectory.Hold hold = directory.hold(Stay.LASTING).orElseThrow()) {
            shown.accept(directory.token());
            hold.announce("http://127.0.0.1:1");
        }
    }

    private void assertSame(String shown) {
        assertThat(shown).isNotEmpty();
        assertThat(token).isIn("", shown);
    }

    @Override
    public void write(Path root) throws Exception {
        start(root, shown -> {
            assertSame(shown);
            token = shown;
        });
    }

    @Override
    public void check(Path root) throws Exception {
        start(root, this::assertSame);
    }
}
