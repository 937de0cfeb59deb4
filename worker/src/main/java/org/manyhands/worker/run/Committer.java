package org.manyhands.worker.run;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.manyhands.store.BlobSink;
import org.manyhands.store.SealedBlob;
import org.manyhands.wire.CommandAnswer;
import org.manyhands.wire.Receipt;
import org.manyhands.wire.WorkerCommand;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reports, one command at a time: puts the open pack on the store, then commits; gives back what is marked. */
final class Committer implements Runnable {
    private static final long AGAIN_MILLIS = 100;
    private static final long DISK_AGAIN_MILLIS = 1_000;
    private static final Logger LOG = LoggerFactory.getLogger(Committer.class);

    private final Books books;
    private final OpenPack pack;
    private final BlobSink store;
    private final ControlLink link;

    Committer(Books books, OpenPack pack, BlobSink store, ControlLink link) {
        this.books = books;
        this.pack = pack;
        this.store = store;
        this.link = link;
    }

    @Override
    public void run() {
        try {
            while (!books.isOver()) {
                books.awaitReport();
                report();
            }
            report();
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    private void report() throws InterruptedException {
        if (books.commitDue()) {
            OpenPack.Taken taken = pack.take();
            if (!taken.finished().isEmpty()) {
                commit(taken);
            }
        }
        Optional<WorkerCommand> release = books.look((ledger, pace) -> ledger.release());
        if (release.isPresent()) {
            say(release.get());
        }
    }

    private void commit(OpenPack.Taken taken) throws InterruptedException {
        long begun = WorkerClock.millis();
        Optional<Receipt> receipt = put(taken);
        if (receipt.isEmpty()) {
            return;
        }
        Optional<WorkerCommand> command = books.look((ledger, pace) -> {
            pace.committed(
                    taken.finished().stream()
                            .map(each -> each.start().step())
                            .distinct()
                            .toList(),
                    begun);
            return ledger.commit(taken.finished(), receipt.get().getBlob(), List.of(receipt.get()));
        });
        if (command.isEmpty()) {
            LOG.info(
                    "The results of {} tasks are too late: their session ended",
                    taken.finished().size());
            return;
        }
        say(command.get());
        books.look((ledger, pace) -> {
            pace.roundTrip(WorkerClock.millis() - begun);
            return true;
        });
    }

    /** Puts the pack, as long as it takes: its results are nowhere else. Empty only when the worker closes. */
    private Optional<Receipt> put(OpenPack.Taken taken) throws InterruptedException {
        SealedBlob sealed = null;
        while (true) {
            try {
                sealed = sealed == null ? taken.pack().seal() : sealed;
                org.manyhands.store.Receipt receipt = store.put(sealed);
                sealed.close();
                return Optional.of(Receipt.newBuilder()
                        .addAllStores(receipt.stores())
                        .setBlob(ByteString.copyFrom(receipt.blob().toBytes()))
                        .setBytes(receipt.bytes())
                        .setWallMillis(receipt.wallMillis())
                        .build());
            } catch (IOException trouble) {
                LOG.warn(
                        "The results of {} tasks cannot be kept yet: {}",
                        taken.finished().size(),
                        trouble.getMessage());
                if (books.closing()) {
                    return Optional.empty();
                }
                Thread.sleep(DISK_AGAIN_MILLIS);
            }
        }
    }

    /** Says a command until it is answered. */
    private void say(WorkerCommand command) throws InterruptedException {
        while (true) {
            try {
                CommandAnswer answer = link.command(command);
                books.update((ledger, pace) -> {
                    ledger.answered(answer);
                    return true;
                });
                if (answer.getAnswerCase() != CommandAnswer.AnswerCase.BUSY) {
                    return;
                }
            } catch (LinkDownException unknown) {
                LOG.debug("A command is not answered yet: {}", unknown.getMessage());
                if (books.closing()) {
                    return;
                }
            }
            Thread.sleep(AGAIN_MILLIS);
        }
    }
}
