package org.manyhands.server.link;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import org.junit.jupiter.api.Test;
import org.manyhands.core.StepRef;
import org.manyhands.core.command.Command;
import org.manyhands.core.command.Mark;
import org.manyhands.core.items.ItemSet;
import org.manyhands.server.kit.Applied;
import org.manyhands.server.kit.Words;
import org.manyhands.wire.Holding;

/** What a session is told is exactly what the state says it holds. */
class HoldingsTest {
    private final Applied state = new Applied();
    private final long session = state.open("a");
    private final StepRef step = new StepRef(state.submit(Words.submit(1, 100_000)), 0);

    private Holding holding() {
        return Holdings.of(state.state(), state.state().sessions().at(session));
    }

    private static ItemSet items(ByteString bytes) {
        return bytes.isEmpty() ? ItemSet.EMPTY : ItemSet.ofBytes(bytes.toByteArray());
    }

    private void grant(ItemSet items, int width) {
        state.apply(new Command.Grant(session, step, items, width));
    }

    private void fail(long seq, ItemSet items) {
        state.apply(Words.commit(session, seq, Words.part(step, ItemSet.EMPTY, items)));
    }

    @Test
    void shouldNameTheStateThatItComesFrom() {
        assertThat(holding().getEpoch()).isEqualTo(7);
        assertThat(holding().getApplied()).isEqualTo(state.state().applied());
        assertThat(holding().getSession()).isEqualTo(session);
        assertThat(holding().getLeasesList()).isEmpty();
    }

    @Test
    void shouldTellItemsWidthAndRun() {
        ItemSet items = ItemSet.of(0, 5, 7, 65_536, 99_999);
        grant(items, 3);
        assertThat(holding().getLeasesList()).singleElement().satisfies(lease -> {
            assertThat(lease.getJob()).isEqualTo(step.job());
            assertThat(lease.getStep()).isZero();
            assertThat(lease.getRun()).isEqualTo(1);
            assertThat(items(lease.getItems())).isEqualTo(items);
            assertThat(lease.getWidth()).isEqualTo(3);
            assertThat(items(lease.getUnstarted()).isEmpty()).isTrue();
            assertThat(items(lease.getKill()).isEmpty()).isTrue();
            assertThat(lease.getTriedList()).isEmpty();
        });
    }

    @Test
    void shouldTellMarks() {
        grant(ItemSet.range(0, 10), 3);
        state.apply(new Command.Revoke(session, step, ItemSet.of(1, 2), Mark.UNSTARTED));
        state.apply(new Command.Revoke(session, step, ItemSet.of(3), Mark.KILL));
        assertThat(holding().getLeasesList()).singleElement().satisfies(lease -> {
            assertThat(items(lease.getUnstarted())).isEqualTo(ItemSet.of(1, 2));
            assertThat(items(lease.getKill())).isEqualTo(ItemSet.of(3));
            assertThat(items(lease.getItems())).isEqualTo(ItemSet.range(0, 10));
        });
    }

    @Test
    void shouldTellHowOftenEachItemWasTried() {
        grant(ItemSet.range(0, 10), 3);
        fail(1, ItemSet.of(1, 2));
        grant(ItemSet.of(1, 2), 3);
        fail(2, ItemSet.of(2));
        grant(ItemSet.of(2), 3);
        Holding.Lease lease = holding().getLeases(0);
        assertThat(lease.getTriedList()).hasSize(2);
        assertThat(lease.getTriedList())
                .allSatisfy(tried -> assertThat(items(tried.getItems()))
                        .isEqualTo(tried.getTimes() == 1 ? ItemSet.of(1) : ItemSet.of(2)));
    }

    @Test
    void shouldForgetALeaseWithItsLastItem() {
        grant(ItemSet.of(4), 1);
        state.apply(Words.commit(session, 1, Words.part(step, ItemSet.of(4), ItemSet.EMPTY)));
        assertThat(holding().getLeasesList()).isEmpty();
    }
}
