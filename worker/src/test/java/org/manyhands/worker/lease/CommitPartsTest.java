package org.manyhands.worker.lease;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.manyhands.wire.Holding;
import org.manyhands.wire.TaskRecord.Outcome;
import org.manyhands.wire.WorkerCommand;
import org.roaringbitmap.RoaringBitmap;

/** How finished attempts are told, and how a lease is read. */
class CommitPartsTest {
    private static Finished finished(StepKey step, int item, Outcome outcome, int detail, String sample) {
        return new Finished(new Start(step, item, 1, 1, 7), new Result(outcome, detail, sample, 1_500_000));
    }

    private static int[] items(ByteString bytes) {
        return ItemBits.read(bytes).toArray();
    }

    @Test
    void shouldTellEachStepOnceInOrder() {
        StepKey late = new StepKey(2, 0);
        StepKey early = new StepKey(1, 3);
        List<WorkerCommand.Part> parts = CommitParts.of(List.of(
                finished(late, 5, Outcome.OK, 0, ""),
                finished(early, 9, Outcome.OK, 0, ""),
                finished(late, 1, Outcome.OK, 0, "")));
        assertThat(parts).extracting(WorkerCommand.Part::getJob).containsExactly(1L, 2L);
        assertThat(items(parts.get(1).getOk())).containsExactly(1, 5);
        assertThat(parts.get(1).getWorkMillis()).isEqualTo(3);
    }

    @Test
    void shouldTellFailuresByHowTheyFailedWithTheSampleOfTheLastItem() {
        StepKey step = new StepKey(1, 0);
        List<WorkerCommand.Part> parts = CommitParts.of(List.of(
                finished(step, 1, Outcome.EXIT, 2, "other code"),
                finished(step, 2, Outcome.EXIT, 1, "second"),
                finished(step, 0, Outcome.EXIT, 1, "first"),
                finished(step, 3, Outcome.SIGNAL, 1, "a signal"),
                finished(step, 4, Outcome.OK, 0, "")));
        assertThat(parts).hasSize(1);
        assertThat(items(parts.getFirst().getOk())).containsExactly(4);
        assertThat(parts.getFirst().getFailedList())
                .extracting(WorkerCommand.Failed::getSample)
                .containsExactly("other code", "second", "a signal");
        assertThat(items(parts.getFirst().getFailed(1).getItems())).containsExactly(0, 2);
        assertThat(parts.getFirst().getFailed(2).getOutcome()).isEqualTo(Outcome.SIGNAL);
    }

    @Test
    void shouldTellApartWhatBeganUnderDifferentWelcomes() {
        StepKey step = new StepKey(1, 0);
        Result ok = new Result(Outcome.OK, 0, "", 0);
        List<WorkerCommand.Part> parts = CommitParts.of(List.of(
                new Finished(new Start(step, 1, 1, 1, 30), ok), new Finished(new Start(step, 2, 1, 1, 20), ok)));
        assertThat(parts).extracting(WorkerCommand.Part::getOpened).containsExactly(20L, 30L);
        assertThat(items(parts.getFirst().getOk())).containsExactly(2);
    }

    @Test
    void shouldCutALongSample() {
        assertThat(new Result(Outcome.EXIT, 1, "x".repeat(1_000), 0).sample()).hasSize(256);
    }

    @Test
    void shouldTellNothingOfNothing() {
        assertThat(CommitParts.of(List.of())).isEmpty();
    }

    @Test
    void shouldReadALeaseAsItIsTold() {
        Held held = new Held(LedgerFixture.lease(4, 1, 2, 3)
                .setRun(2)
                .setKill(ItemBits.write(RoaringBitmap.bitmapOf(2)))
                .setUnstarted(ItemBits.write(RoaringBitmap.bitmapOf(3)))
                .addTried(Holding.Tried.newBuilder().setTimes(2).setItems(ItemBits.write(RoaringBitmap.bitmapOf(3))))
                .build());
        assertThat(held.items.toArray()).containsExactly(1, 2, 3);
        assertThat(held.width).isEqualTo(4);
        assertThat(held.run).isEqualTo(2);
        assertThat(held.attempt(1)).isEqualTo(1);
        assertThat(held.attempt(3)).isEqualTo(3);
        held.forget(RoaringBitmap.bitmapOf(2, 3));
        assertThat(held.items.toArray()).containsExactly(1);
        assertThat(held.kill.isEmpty()).isTrue();
        assertThat(held.unstarted.isEmpty()).isTrue();
    }
}
