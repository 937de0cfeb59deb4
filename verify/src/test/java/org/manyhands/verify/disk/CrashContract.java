package org.manyhands.verify.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What holds for every write path; the seeds of a failure are in its message. */
public abstract class CrashContract {
    protected abstract Life life();

    @Test
    void shouldKeepItsPromisesWhereverItIsCrashed() throws Exception {
        CrashSweep.Report report = new CrashSweep(this::life).run();
        System.out.println("report: " + life().getClass().getSimpleName() + ": " + report);
        assertThat(report.operations()).isPositive();
    }

    /** A disk that lies is as a program that does not ask: each force is needed. */
    @ParameterizedTest
    @EnumSource
    void shouldBreakAPromiseOnADiskThatForgets(Fault fault) {
        assertThatThrownBy(() -> new CrashSweep(this::life, fault).run()).isInstanceOf(AssertionError.class);
    }
}
