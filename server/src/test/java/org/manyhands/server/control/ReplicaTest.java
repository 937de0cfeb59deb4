package org.manyhands.server.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.manyhands.core.command.Actor;
import org.manyhands.core.command.Command;
import org.manyhands.core.command.Entry;
import org.manyhands.core.command.Envelope;
import org.manyhands.core.machine.Machine;
import org.manyhands.core.state.State;
import org.manyhands.server.replica.NewerVersionException;

/** A replica of this version meets what one of the next has written. */
class ReplicaTest {
    private static final int NEWER = Machine.LEVEL + 1;

    private final Replica old = new Replica(new Machine(), State.initial(7), Replica.Observer.NONE);
    private final Replica newer = new Replica(new Machine().knowing(NEWER), State.initial(7), Replica.Observer.NONE);

    private static byte[] raise() {
        Envelope raise = new Envelope(Actor.LEADER, new Command.RaiseLevel(NEWER));
        return Replica.ENTRIES.encode(new Entry(List.of(raise), 0, 0));
    }

    @Test
    void shouldHaltAtAnEntryOfALevelThatItDoesNotKnow() {
        newer.apply(1, 1, raise());
        assertThat(newer.root().level()).isEqualTo(NEWER);
        assertThatThrownBy(() -> old.apply(1, 1, raise()))
                .isInstanceOf(NewerVersionException.class)
                .hasMessageContainingAll("entry 1", "level " + NEWER, "up to " + Machine.LEVEL, "newer one");
        assertThat(old.root().applied()).isZero();
    }

    @Test
    void shouldRefuseASnapshotOfALevelThatItDoesNotKnow() throws IOException {
        newer.apply(1, 1, raise());
        ByteArrayOutputStream saved = new ByteArrayOutputStream();
        newer.save(saved);
        assertThatThrownBy(() -> old.restore(new ByteArrayInputStream(saved.toByteArray())))
                .isInstanceOf(NewerVersionException.class)
                .hasMessageContainingAll("snapshot", "level " + NEWER, "up to " + Machine.LEVEL, "newer one");
        assertThat(old.root().applied()).isZero();
    }

    /** It has components that this version does not know. */
    @Test
    void shouldRefuseASnapshotThatItCannotRead() throws IOException {
        ByteArrayOutputStream saved = new ByteArrayOutputStream();
        old.save(saved);
        byte[] bytes = saved.toByteArray();
        bytes[0] = 20 << 1;
        assertThatThrownBy(() -> old.restore(new ByteArrayInputStream(bytes)))
                .isInstanceOf(NewerVersionException.class)
                .hasMessageContainingAll("20 components", "newer version", "newer one");
    }
}
