package org.manyhands.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.manyhands.core.command.Actor;
import org.manyhands.core.command.Command;
import org.manyhands.core.command.Entry;
import org.manyhands.core.command.Envelope;
import org.manyhands.core.command.Reply;
import org.manyhands.core.machine.Machine;
import org.manyhands.core.machine.Outcome;
import org.manyhands.core.state.State;
import org.manyhands.server.kit.Words;

class TookTest {
    private static final long SUBMITTED_TICKS = 5_000;
    private static final long SUBMITTED_MILLIS = 1_700_000_000_000L;
    private static final long HOUR_MILLIS = 3_600_000;

    private State state = State.initial(7);
    private final long job = submitted();

    private long submitted() {
        return apply(Words.submit(1, 3), 0, 0) instanceof Reply.Submitted(long id, boolean _) ? id : 0;
    }

    private Reply apply(Command command, long laterTicks, long laterMillis) {
        Entry entry = new Entry(
                List.of(new Envelope(Actor.LEADER, command)),
                SUBMITTED_TICKS + laterTicks,
                SUBMITTED_MILLIS + laterMillis);
        Outcome outcome = new Machine().apply(state, entry);
        state = outcome.state();
        return outcome.replies().getFirst();
    }

    private long tookMillis(long laterMillis) {
        return Took.millis(state.jobs().at(job), state, SUBMITTED_MILLIS + laterMillis);
    }

    @Test
    void shouldGoByTheWallClockWhenNoNodeWasUp() {
        assertThat(tookMillis(HOUR_MILLIS)).isEqualTo(HOUR_MILLIS);
        apply(new Command.CancelJob(job, "enough"), 10, HOUR_MILLIS);
        assertThat(tookMillis(5 * HOUR_MILLIS)).isEqualTo(HOUR_MILLIS);
    }

    @Test
    void shouldGoByTheTimeThatPassedWhenTheClockWasPutBack() {
        assertThat(tookMillis(-HOUR_MILLIS)).isZero();
        apply(Words.open("n1"), 2_000, -HOUR_MILLIS);
        assertThat(tookMillis(-HOUR_MILLIS)).isEqualTo(2_000);
        apply(new Command.CancelJob(job, "enough"), 3_000, -HOUR_MILLIS);
        assertThat(tookMillis(-HOUR_MILLIS)).isEqualTo(3_000);
    }
}
