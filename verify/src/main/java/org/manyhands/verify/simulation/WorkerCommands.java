package org.manyhands.verify.simulation;

import com.google.protobuf.ByteString;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.manyhands.core.Bytes;
import org.manyhands.verify.simulation.SimulatedStore.Attempt;
import org.manyhands.wire.CommandAnswer;
import org.manyhands.wire.Receipt;
import org.manyhands.wire.WorkerCommand;
import org.manyhands.worker.lease.Finished;
import org.manyhands.worker.lease.Ledger;
import org.manyhands.worker.lease.Pace;
import org.manyhands.worker.lease.StepKey;

/** The commands of a worker's life: what is finished goes to the store, is committed, and said again until it is answered. */
final class WorkerCommands {
    private static final long REPEAT_MILLIS = 600;
    private static final long PUT_MILLIS = 700;

    private final Cluster cluster;
    private final SimulatedWorker me;
    private final Ledger ledger;
    private final Pace pace;
    private final LateResults late = new LateResults();
    private Optional<Sent> current = Optional.empty();
    private long wakeAt;

    /** The command in flight. */
    private record Sent(WorkerCommand command, long sentMillis) {}

    /** Finished attempts of a session whose records the store must have before they are committed. */
    private static final class Packed {
        private final Bytes pack;
        private final Map<ItemKey, Attempt> records;
        private final Map<ItemKey, Attempt> late;
        private final long session;
        private final List<Finished> taken;
        private boolean kept;

        Packed(
                Bytes pack,
                Map<ItemKey, Attempt> records,
                Map<ItemKey, Attempt> late,
                long session,
                List<Finished> taken) {
            this.pack = pack;
            this.records = records;
            this.late = late;
            this.session = session;
            this.taken = taken;
        }
    }

    WorkerCommands(Cluster cluster, SimulatedWorker me, Ledger ledger, Pace pace) {
        this.cluster = cluster;
        this.me = me;
        this.ledger = ledger;
        this.pace = pace;
    }

    /** Nobody waits for the answer any more. */
    void forget() {
        current = Optional.empty();
    }

    /** What was not reported under the old one never is, unless the worker is of an earlier version. */
    void otherSession() {
        forget();
        late.dropped(me.tasks().unreported());
    }

    void commit() {
        Collection<StepKey> steps = ledger.stepsToCommit();
        if (steps.isEmpty() || !ledger.open()) {
            return;
        }
        long due = ledger.idle() ? me.now() : pace.dueMillis(steps, me.now());
        if (due > me.now()) {
            if (wakeAt != due) {
                wakeAt = due;
                me.after(due - me.now(), "commit due", me::pump);
            }
            return;
        }
        List<Finished> taken = ledger.takeFinished();
        if (taken.isEmpty()) {
            return;
        }
        pace.committed(steps, me.now());
        Map<ItemKey, Attempt> records = new HashMap<>();
        for (Finished each : taken) {
            records.put(
                    WorkerTasks.key(each.start().step(), each.start().item()),
                    me.tasks().record(each.start()));
        }
        Map<ItemKey, Attempt> others = cluster.scenario().oldWorkers()
                ? late.beside(records, cluster.truth().state())
                : Map.of();
        records.putAll(others);
        Bytes pack = Bytes.ofHex("%016x".formatted(me.world().dice().any()));
        put(new Packed(pack, records, others, ledger.session(), taken));
    }

    private void put(Packed packed) {
        if (packed.kept) {
            return;
        }
        SimulatedProcess door = cluster.store().door();
        cluster.network()
                .send(
                        me,
                        door,
                        "put",
                        () -> cluster.store().put(door, me, packed.pack, packed.records, stores -> {
                            if (!packed.kept) {
                                packed.kept = true;
                                me.commands().kept(packed, stores);
                            }
                        }));
        me.after(PUT_MILLIS, "put again", () -> put(packed));
    }

    private void kept(Packed packed, List<String> stores) {
        List<Receipt> receipts = stores.isEmpty()
                ? List.of()
                : List.of(Receipt.newBuilder().addAllStores(stores).build());
        Optional<WorkerCommand> command = ledger.session() == packed.session
                ? ledger.commit(packed.taken, ByteString.copyFrom(packed.pack.toArray()), receipts)
                : Optional.empty();
        command.ifPresentOrElse(found -> begin(found, packed), () -> drop(packed));
    }

    private void begin(WorkerCommand command, Packed packed) {
        if (!packed.late.isEmpty()) {
            me.world().counts().count("worker", "late results beside others");
        }
        begin(packed.late.isEmpty() ? command : LateResults.with(command, packed.late));
    }

    private void drop(Packed packed) {
        me.world().counts().count("worker", "results dropped with their session");
        late.dropped(packed.records);
    }

    void release() {
        ledger.release().ifPresent(this::begin);
    }

    private void begin(WorkerCommand command) {
        current = Optional.of(new Sent(command, me.now()));
        send();
    }

    /** Sends the command in flight, now and until it is answered. */
    void send() {
        current.ifPresent(sent -> {
            me.link().open().ifPresent(mine -> {
                SimulatedControl control = mine.control();
                cluster.network()
                        .send(me, control, "command", () -> control.links().command(mine, sent.command));
            });
            me.after(REPEAT_MILLIS, "repeat", () -> repeat(sent));
        });
    }

    // An equal command that was sent later has a timer of its own.
    @SuppressWarnings("ReferenceEquality")
    private void repeat(Sent sent) {
        if (current.isPresent() && current.get() == sent) {
            me.world().counts().count("worker", "command repeated");
            current = Optional.of(new Sent(ledger.repeat(sent.command), sent.sentMillis));
            send();
        }
    }

    void answered(Link from, CommandAnswer answer) {
        if (!me.link().on(from) || current.isEmpty()) {
            return;
        }
        long sent = current.get().sentMillis;
        ledger.answered(answer);
        if (!ledger.open()) {
            me.link().over();
        } else if (!ledger.commandInFlight()) {
            current = Optional.empty();
            pace.roundTrip(me.now() - sent);
        }
        me.pump();
    }

    @Override
    public String toString() {
        return current.map(Sent::command).map(command -> command.getSeq()).toString();
    }
}
