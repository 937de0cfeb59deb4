package org.manyhands.server.leader;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.manyhands.core.StepRef;
import org.manyhands.core.items.ItemSet;
import org.manyhands.core.state.Lease;
import org.manyhands.core.state.Session;
import org.manyhands.core.state.State;
import org.manyhands.server.kit.Applied;

/** Times in minutes; a sweep each ten. */
class SweepAgeTest {
    private static final State HEARD = heard();
    private static final State SILENT = silent();

    private final SweepAge age = new SweepAge(60, 0);

    private static State heard() {
        Applied applied = new Applied();
        long _ = applied.open("a");
        return applied.state();
    }

    private static State silent() {
        Session session = HEARD.sessions().values().iterator().next();
        Lease kept = new Lease(ItemSet.of(1), 1, ItemSet.EMPTY, ItemSet.EMPTY);
        return HEARD.withSessions(HEARD.sessions()
                .put(session.id(), session.withLease(new StepRef(1, 0), kept).silenced(9)));
    }

    @Test
    void shouldTakeWhatCameBeforeTheSweepBeforeAndAnHour() {
        assertThat(age.nanos(HEARD, 10)).isEqualTo(70);
        assertThat(age.nanos(HEARD, 20)).isEqualTo(70);
    }

    @Test
    void shouldSpareWhatASilentNodeMayStillName() {
        assertThat(age.nanos(HEARD, 10)).isEqualTo(70);
        assertThat(age.nanos(SILENT, 20)).isEqualTo(70);
        assertThat(age.nanos(SILENT, 200)).as("silent since 10 at the earliest").isEqualTo(250);
        assertThat(age.nanos(HEARD, 210)).as("it is just back").isEqualTo(260);
        assertThat(age.nanos(HEARD, 220)).isEqualTo(70);
    }

    @Test
    void shouldSpareWhatCameWhileNobodyCouldAnswer() {
        assertThat(age.nanos(HEARD, 10)).isEqualTo(70);
        assertThat(age.nanos(HEARD, 500)).isEqualTo(550);
        assertThat(age.nanos(HEARD, 510)).isEqualTo(70);
    }
}
