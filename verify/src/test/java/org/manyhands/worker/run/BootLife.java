package org.manyhands.worker.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.manyhands.verify.disk.Life;

/** Boots several times. What recovers lies in another directory, and so draws another mark: only the counter is promised. */
final class BootLife implements Life {
    private static final int BOOTS = 3;

    private long number;

    @Override
    public void write(Path root) throws IOException {
        for (int i = 0; i < BOOTS; i++) {
            boot(root);
        }
    }

    private void boot(Path root) throws IOException {
        Boot boot = Boot.next(root.resolve("boot"));
        assertThat(boot.number()).isGreaterThan(number);
        number = boot.number();
    }

    /** Boots once more, which a life that is checked again must not remember. */
    @Override
    public void check(Path root) throws IOException {
        BootLife next = new BootLife();
        next.number = number;
        next.boot(root);
    }
}
