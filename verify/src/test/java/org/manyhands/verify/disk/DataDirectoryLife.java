package org.manyhands.verify.disk;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.manyhands.cli.node.DataDirectory;
import org.manyhands.cli.node.Stay;

/** Starts as a node does that finds no data directory: makes it, holds it, and shows its token. */
final class DataDirectoryLife implements Life {
    private String token = "";

    private static DataDirectory directory(Path root) {
        return new DataDirectory(root.resolve("state/manyhands"));
    }

    @Override
    public void write(Path root) throws Exception {
        DataDirectory directory = directory(root);
        directory.prepare();
        try (DataDirectory.Hold hold = directory.hold(Stay.LASTING).orElseThrow()) {
            String shown = directory.token();
            assertThat(token).isIn("", shown);
            token = shown;
            hold.announce("http://127.0.0.1:1");
        }
    }

    @Override
    public void check(Path root) throws Exception {
        DataDirectory directory = directory(root);
        directory.prepare();
        try (DataDirectory.Hold hold = directory.hold(Stay.LASTING).orElseThrow()) {
            String shown = directory.token();
            assertThat(shown).isNotEmpty();
            if (!token.isEmpty()) {
                assertThat(shown).isEqualTo(token);
            }
            hold.announce("http://127.0.0.1:2");
        }
    }
}
