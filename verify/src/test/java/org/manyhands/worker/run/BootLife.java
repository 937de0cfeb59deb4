package org.manyhands.worker.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.manyhands.verify.disk.Life;

/** Boots several times. */
final class BootLife implements Life {
    private static final int BOOTS = 3;

    private long number;
    private String directoryId = "";

    @Override
    public void write(Path root) throws IOException {
        for (int i = 0; i < BOOTS; i++) {
            boot(root);
        }
    }

    private void boot(Path root) throws IOException {
        Boot boot = Boot.next(root.resolve("boot"));
        assertThat(boot.number()).isGreaterThan(number);
        if (!directoryId.isEmpty()) {
            assertThat(boot.directoryId()).isEqualTo(directoryId);
        }
        number = boot.number();
        directoryId = boot.directoryId();
    }

    /** Boots once more, which a life that is checked again must not remember. */
    @Override
    public void check(Path root) throws IOException {
        BootLife next = new BootLife();
        next.number = number;
        next.directoryId = directoryId;
        next.boot(root);
    }
}
