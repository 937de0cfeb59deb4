package org.manyhands.server.journal;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.EnumSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.manyhands.verify.disk.CrashContract;
import org.manyhands.verify.disk.CrashSweep;
import org.manyhands.verify.disk.Life;

class JournalCrashTest extends CrashContract {
    @Override
    protected Life life() {
        return new JournalLife(EnumSet.allOf(Rule.class));
    }

    @ParameterizedTest
    @EnumSource
    void shouldBreakAPromiseWithoutARule(Rule rule) {
        EnumSet<Rule> others = EnumSet.complementOf(EnumSet.of(rule));
        assertThatThrownBy(() -> new CrashSweep(() -> new JournalLife(others)).run())
                .isInstanceOf(AssertionError.class);
    }
}
