package org.manyhands.verify.disk;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class StoreCrashTest extends CrashContract {
    @Override
    protected Life life() {
        return new StoreLife(false);
    }

    @Test
    void shouldBreakAPromiseThatIsMadeTooEarly() {
        assertThatThrownBy(() -> new CrashSweep(() -> new StoreLife(true)).run())
                .isInstanceOf(AssertionError.class);
    }
}
