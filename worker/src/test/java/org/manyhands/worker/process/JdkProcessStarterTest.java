package org.manyhands.worker.process;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class JdkProcessStarterTest extends ProcessStarterContract {
    @Override
    ProcessStarter open() {
        return new JdkProcessStarter("this is a test");
    }

    @Override
    int starts() {
        return 200;
    }

    @Test
    void shouldTellSignalAsTheShellDoes() {
        assertThat(TaskRun.on(slot).sh("kill -KILL $$").exit().outcome()).isEqualTo(new Outcome.Exited(128 + 9));
    }

    @Test
    void shouldSayWhatItCannot() {
        Containment containment = starter.containment();
        assertThat(containment.complete()).isFalse();
        assertThat(containment.sentence()).contains("this is a test", "cleared its environment");
    }
}
