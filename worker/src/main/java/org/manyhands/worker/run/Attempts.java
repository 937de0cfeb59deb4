package org.manyhands.worker.run;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.manyhands.store.BlobRefusedException;
import org.manyhands.store.Content;
import org.manyhands.store.files.FileCommit;
import org.manyhands.store.files.FileWalk;
import org.manyhands.store.files.NewFile;
import org.manyhands.wire.TaskRecord;
import org.manyhands.worker.lease.Start;
import org.manyhands.worker.process.Exit;
import org.manyhands.worker.process.Limits;
import org.manyhands.worker.process.Outcome;
import org.manyhands.worker.process.Slot;
import org.manyhands.worker.process.Usage;
import org.manyhands.worker.user.Credentials;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs one attempt from its preparation to its record in the open pack. Used by all slots. */
final class Attempts {
    /** Of each output and of all files together, where a step says nothing. */
    static final long OUTPUT_BYTES_DEFAULT = 1L << 30;

    static final int ERROR_TEXT_BYTES = 2 << 10;
    private static final int SAMPLE_BYTES = 200;
    static final long TROUBLE_PAUSE_MILLIS = 1_000;
    private static final Logger LOG = LoggerFactory.getLogger(Attempts.class);

    private final Books books;
    private final Steps steps;
    private final Preparation preparation;
    private final Devices devices;
    private final DiskWatch disk;
    private final OpenPack pack;
    private final Records records;
    private final Streams streams;

    Attempts(
            Books books,
            Steps steps,
            Preparation preparation,
            Devices devices,
            DiskWatch disk,
            OpenPack pack,
            Records records) {
        this.books = books;
        this.steps = steps;
        this.preparation = preparation;
        this.devices = devices;
        this.disk = disk;
        this.pack = pack;
        this.records = records;
        streams = new Streams(books, preparation, disk, pack, records);
    }

    void run(Books.Started started, Slot slot, Workspaces workspaces) throws InterruptedException {
        Start start = started.start();
        try {
            Optional<StepDetails> details = steps.of(start.step(), start.item());
            if (details.isEmpty()) {
                books.abandoned(start);
                return;
            }
            Optional<Devices.Granted> granted = devices.take(details.get().demand(), started.cancel());
            if (granted.isEmpty()) {
                books.abandoned(start);
                return;
            }
            run(started, details.get(), granted.get(), slot, workspaces);
        } catch (LinkDownException down) {
            books.abandoned(start);
            Thread.sleep(TROUBLE_PAUSE_MILLIS);
        } catch (IOException | RuntimeException trouble) {
            LOG.warn("Task {} of step {} cannot be run here now: {}", start.item() + 1, start.step(), trouble, trouble);
            steps.forget(start.step());
            books.abandoned(start);
            Thread.sleep(TROUBLE_PAUSE_MILLIS);
        }
    }

    private void run(
            Books.Started started, StepDetails details, Devices.Granted granted, Slot slot, Workspaces workspaces)
            throws IOException, LinkDownException, InterruptedException {
        try (granted) {
            if (details.template().hasStream()) {
                streams.run(started, details, granted, slot, workspaces);
            } else {
                attempt(started, details, granted, slot, workspaces);
            }
        }
    }

    private void attempt(
            Books.Started started, StepDetails details, Devices.Granted granted, Slot slot, Workspaces workspaces)
            throws IOException, LinkDownException, InterruptedException {
        Start start = started.start();
        long wallMillis = System.currentTimeMillis();
        Preparation.Prepared prepared;
        Workspace workspace;
        try {
            workspace = workspaces.of(details.template().getUser());
            prepared = preparation.prepare(start, details, granted, workspace);
        } catch (StagingException refused) {
            String sentence = String.valueOf(refused.getMessage());
            Exit exit = new Exit(new Outcome.NotStarted(Outcome.NotStarted.NOT_FOUND, sentence), Usage.NONE, 0, 0);
            TaskRecord.Builder record = records.of(start, ByteString.EMPTY, List.of(), List.of(), exit, wallMillis);
            keep(start, record.setError(sentence), Content.of(new byte[0]), Content.of(new byte[0]), List.of());
            return;
        }
        long limit = details.template().getOutputLimitBytes();
        long limitBytes = limit == 0 ? OUTPUT_BYTES_DEFAULT : limit;
        Limits limits = new Limits(
                details.template().getTimeoutMillis(),
                details.template().getGraceMillis(),
                details.demand().memoryBytes());
        try (TaskInput input = prepared.input();
                DiskWatch.Tenant tenant = disk.enter(
                        workspace.path(),
                        details.demand().scratchBytes(),
                        _ -> started.cancel().end(Outcome.Reason.DISK));
                Capture out = new Capture(workspace.file("stdout")).reset(limitBytes);
                Capture err = new Capture(workspace.file("stderr")).reset(limitBytes)) {
            Exit exit = slot.run(prepared.command(), input.source(), out, err, limits, started.cancel());
            if (exit.outcome() instanceof Outcome.Stopped stopped && stopped.reason() == Outcome.Reason.CANCELLED) {
                books.abandoned(start);
                return;
            }
            TaskRecord.Builder record = records.of(
                            start, prepared.item(), prepared.command().argv(), granted.names(), exit, wallMillis)
                    .setUser(records.name(prepared.command().user()))
                    .setStdoutBytes(out.bytes())
                    .setStderrBytes(err.bytes())
                    .setOutputCut(out.cut() || err.cut());
            Optional<String> noRoom = noRoom(exit, tenant, out, err);
            if (noRoom.isPresent()) {
                record.setOutcome(TaskRecord.Outcome.DISK)
                        .setError(noRoom.get())
                        .setOutputCut(true);
                // There might be no room for the record either.
                out.drop();
                err.drop();
                workspace.refresh();
            } else {
                describe(record, exit, prepared, err, limitBytes);
            }
            keep(start, record, out.content(), err.content(), files(record, prepared, workspace, limitBytes));
        }
    }

    /** Why there was no room on the disk for the attempt, if it was ended for that. */
    private static Optional<String> noRoom(Exit exit, DiskWatch.Tenant tenant, Capture out, Capture err) {
        return exit.outcome() instanceof Outcome.Stopped
                ? Stream.of(tenant.sentence(), out.trouble(), err.trouble())
                        .filter(sentence -> !sentence.isEmpty())
                        .findFirst()
                : Optional.empty();
    }

    /** What the attempt left in its directory, unless that is too much or cannot be kept, which fails it. */
    private static List<NewFile> files(
            TaskRecord.Builder record, Preparation.Prepared prepared, Workspace workspace, long limitBytes)
            throws IOException {
        if (!workspace.hasOutput()) {
            return List.of();
        }
        try {
            List<NewFile> files = FileWalk.directory(
                    prepared.out(), Users.access(prepared.command().user()));
            long bytes = files.stream().mapToLong(Attempts::bytes).sum();
            if (bytes <= limitBytes) {
                return kept(record, prepared, files);
            }
            fail(
                    record,
                    "it left " + bytes + " bytes in $MH_OUT (limit: " + limitBytes
                            + "); raise output_limit or write less");
        } catch (BlobRefusedException refused) {
            fail(record, String.valueOf(refused.getMessage()));
        }
        return List.of();
    }

    /** What goes into the pack: nothing if the files are put elsewhere, which is done only for a task that succeeded. */
    private static List<NewFile> kept(TaskRecord.Builder record, Preparation.Prepared prepared, List<NewFile> files) {
        if (prepared.committedTo().isEmpty()) {
            return files;
        }
        if (record.getOutcome() == TaskRecord.Outcome.OK) {
            try {
                Credentials.as(prepared.command().user(), () -> {
                    FileCommit.to(prepared.committedTo().get(), files);
                    return true;
                });
            } catch (IOException refused) {
                fail(record, "its files cannot be put in place: " + refused.getMessage());
            }
        }
        return List.of();
    }

    private static void fail(TaskRecord.Builder record, String sentence) {
        record.setOutcome(TaskRecord.Outcome.OUTPUT_LIMIT).setError(sentence);
    }

    private static long bytes(NewFile file) {
        return file.body() instanceof NewFile.Body.Regular regular
                ? regular.content().length()
                : 0;
    }

    private static void describe(
            TaskRecord.Builder record, Exit exit, Preparation.Prepared prepared, Capture err, long limitBytes)
            throws IOException {
        if (exit.outcome() instanceof Outcome.NotStarted refused) {
            record.setError(refused.sentence());
        } else if (record.getOutcome() == TaskRecord.Outcome.OOM) {
            record.setError("it used more memory than it may; give its step more with resources: {memory: ...}");
        } else if (record.getOutcome() == TaskRecord.Outcome.OUTPUT_LIMIT) {
            record.setError(
                    "it wrote more than " + limitBytes + " bytes (the limit); raise output_limit or write less");
        } else if (hasSaid(prepared.errorFile())) {
            try (InputStream said = Files.newInputStream(prepared.errorFile())) {
                record.setError(new String(said.readNBytes(ERROR_TEXT_BYTES), StandardCharsets.UTF_8).strip());
            }
        } else if (record.getOutcome() != TaskRecord.Outcome.OK) {
            record.setError(err.tail(SAMPLE_BYTES));
        }
    }

    private static boolean hasSaid(Path errorFile) throws IOException {
        // Without options this makes no exception of a file that is not there, which is the usual case.
        return Files.isRegularFile(errorFile) && Files.isReadable(errorFile) && Files.size(errorFile) > 0;
    }

    private void keep(Start start, TaskRecord.Builder record, Content stdout, Content stderr, List<NewFile> files)
            throws IOException {
        try {
            pack.add(start, Records.result(record), record.build().toByteArray(), stdout, stderr, files);
        } catch (BlobRefusedException refused) {
            fail(record, String.valueOf(refused.getMessage()));
            pack.add(start, Records.result(record), record.build().toByteArray(), stdout, stderr, List.of());
        }
    }
}
