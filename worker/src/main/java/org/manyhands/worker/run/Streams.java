package org.manyhands.worker.run;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.manyhands.wire.TaskRecord;
import org.manyhands.wire.TaskTemplate;
import org.manyhands.worker.process.Command;
import org.manyhands.worker.process.Exit;
import org.manyhands.worker.process.Limits;
import org.manyhands.worker.process.Outcome;
import org.manyhands.worker.process.Slot;
import org.manyhands.worker.stream.Failure;
import org.manyhands.worker.stream.Framing;
import org.manyhands.worker.stream.Life;
import org.manyhands.worker.stream.Stream;
import org.manyhands.worker.stream.Tail;
import org.manyhands.worker.stream.Terms;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs the processes of a stream on a slot, one after the other, as long as there are items for them. Used by all slots. */
final class Streams {
    private static final Logger LOG = LoggerFactory.getLogger(Streams.class);

    private final Books books;
    private final Preparation preparation;
    private final DiskWatch disk;
    private final OpenPack pack;
    private final Records records;

    Streams(Books books, Preparation preparation, DiskWatch disk, OpenPack pack, Records records) {
        this.books = books;
        this.preparation = preparation;
        this.disk = disk;
        this.pack = pack;
        this.records = records;
    }

    void run(Books.Started first, StepDetails details, Devices.Granted devices, Slot slot, Workspaces workspaces)
            throws InterruptedException {
        Books.Streaming streaming = books.streamBegan(first);
        try {
            StreamItems items = new StreamItems(books, streaming, first.start(), details, pack, records);
            Stream stream = new Stream(items, terms(details.template()), System::nanoTime);
            boolean cancelled = false;
            while (!cancelled && stream.goesOn()) {
                cancelled = !live(first, details, devices, slot, workspaces, stream, items);
            }
        } catch (LinkDownException down) {
            Thread.sleep(Attempts.TROUBLE_PAUSE_MILLIS);
        } catch (IOException | RuntimeException trouble) {
            LOG.warn(
                    "A stream of step {} cannot go on here now: {}",
                    first.start().step(),
                    trouble,
                    trouble);
            Thread.sleep(Attempts.TROUBLE_PAUSE_MILLIS);
        } finally {
            books.streamEnded(streaming);
        }
    }

    /** One process; false if it was cancelled. */
    private boolean live(
            Books.Started first,
            StepDetails details,
            Devices.Granted devices,
            Slot slot,
            Workspaces workspaces,
            Stream stream,
            StreamItems items)
            throws IOException, LinkDownException, InterruptedException {
        Command command;
        Workspace workspace;
        try {
            workspace = workspaces.of(details.template().getUser());
            command = preparation.prepareStream(first.start(), details, devices, workspace);
        } catch (StagingException refused) {
            stream.refuse(new Failure(
                    TaskRecord.Outcome.NOT_STARTED,
                    Outcome.NotStarted.NOT_FOUND,
                    0,
                    String.valueOf(refused.getMessage()),
                    new Tail()));
            return true;
        }
        items.runs(command, devices.names());
        Life life = stream.begin();
        Limits limits = new Limits(
                Limits.NO_TIMEOUT,
                details.template().getGraceMillis(),
                details.demand().memoryBytes());
        long scratchBytes = details.demand().scratchBytes();
        try (DiskWatch.Tenant _ = disk.enter(workspace.path(), scratchBytes, life::condemn)) {
            Exit exit = slot.run(command, life, limits, first.cancel());
            if (exit.outcome() instanceof Outcome.Stopped stopped && stopped.reason() == Outcome.Reason.CANCELLED) {
                return false;
            }
            stream.ended(life, exit);
            return true;
        }
    }

    private static Terms terms(TaskTemplate template) {
        long limit = template.getOutputLimitBytes();
        long limitBytes = limit == 0 ? Attempts.OUTPUT_BYTES_DEFAULT : limit;
        return new Terms(
                Framing.of(template.getStream()),
                TimeUnit.MILLISECONDS.toNanos(template.getTimeoutMillis()),
                (int) Math.min(limitBytes, Terms.ANSWER_BYTES_MAX),
                TimeUnit.MILLISECONDS.toNanos(template.getGraceMillis()));
    }
}
