package org.manyhands.worker.lease;

import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.manyhands.wire.BeatAnswer;
import org.manyhands.wire.CommandAnswer;
import org.manyhands.wire.Holding;
import org.manyhands.wire.TaskRecord.Outcome;
import org.manyhands.wire.Welcome;
import org.manyhands.wire.WorkerCommand;
import org.roaringbitmap.RoaringBitmap;

/** A ledger in few words: one step of one job, a session with a time to live of a second, a clock that the test sets. */
final class LedgerFixture {
    static final long EPOCH = 7;
    static final long SESSION = 3;
    static final long TTL = 1_000;
    static final StepKey STEP = new StepKey(1, 0);
    static final ByteString PACK = ByteString.fromHex("aa");

    final Ledger ledger;
    long now;

    LedgerFixture(Ledger ledger) {
        this.ledger = ledger;
    }

    static Welcome welcome(long epoch, long session, long nextSeq, long applied) {
        return Welcome.newBuilder()
                .setEpoch(epoch)
                .setSession(session)
                .setNextSeq(nextSeq)
                .setApplied(applied)
                .setTtlMillis(TTL)
                .build();
    }

    /** Opened at once, at state 10, with 5 as the number of the next command. */
    LedgerFixture open() {
        ledger.opened(welcome(EPOCH, SESSION, 5, 10), now, now);
        return this;
    }

    static Holding.Lease.Builder lease(int width, int... items) {
        return Holding.Lease.newBuilder()
                .setJob(STEP.job())
                .setStep(STEP.step())
                .setRun(1)
                .setWidth(width)
                .setItems(ItemBits.write(RoaringBitmap.bitmapOf(items)));
    }

    static Holding holding(long applied, Holding.Lease.Builder... leases) {
        Holding.Builder holding =
                Holding.newBuilder().setEpoch(EPOCH).setSession(SESSION).setApplied(applied);
        for (Holding.Lease.Builder lease : leases) {
            holding.addLeases(lease);
        }
        return holding.build();
    }

    boolean reconcile(long applied, Holding.Lease.Builder... leases) {
        return ledger.reconcile(holding(applied, leases));
    }

    /** The items that start now, all of them. */
    List<Integer> start() {
        List<Integer> started = new ArrayList<>();
        Optional<Start> next = ledger.next(now);
        while (next.isPresent()) {
            started.add(next.get().item());
            next = ledger.next(now);
        }
        return started;
    }

    List<Integer> doomed() {
        return ledger.doomed(now).stream().map(Start::item).toList();
    }

    void finish(int... items) {
        for (int item : items) {
            ledger.finished(new Start(STEP, item, 1, 1, 0), new Result(Outcome.OK, 0, "", 1_000_000));
        }
    }

    /** The command that commits what has finished. */
    WorkerCommand commit() {
        return ledger.commit(ledger.takeFinished(), PACK, List.of()).orElseThrow();
    }

    static CommandAnswer.Builder answer(long applied, long nextSeq) {
        return CommandAnswer.newBuilder().setEpoch(EPOCH).setApplied(applied).setNextSeq(nextSeq);
    }

    void done(long applied, long nextSeq) {
        ledger.answered(answer(applied, nextSeq)
                .setDone(CommandAnswer.Done.getDefaultInstance())
                .build());
    }

    void beatAnswered(long applied, long sentMillis) {
        ledger.beatAnswered(
                BeatAnswer.newBuilder().setEpoch(EPOCH).setApplied(applied).build(), sentMillis, now);
    }

    static int[] items(WorkerCommand.Given given) {
        return ItemBits.read(given.getItems()).toArray();
    }
}
