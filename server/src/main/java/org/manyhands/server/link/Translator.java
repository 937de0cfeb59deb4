package org.manyhands.server.link;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.manyhands.core.Bytes;
import org.manyhands.core.StepRef;
import org.manyhands.core.command.Command;
import org.manyhands.core.command.CommitPart;
import org.manyhands.core.command.FailureReason;
import org.manyhands.core.command.Failures;
import org.manyhands.core.command.ReleasePart;
import org.manyhands.core.command.Reply;
import org.manyhands.core.items.ItemSet;
import org.manyhands.server.blob.Receipts;
import org.manyhands.wire.CommandAnswer;
import org.manyhands.wire.Hello;
import org.manyhands.wire.TaskRecord;
import org.manyhands.wire.WorkerCommand;

/** What workers say, as commands of the machine, and its replies, as answers to workers. */
public final class Translator {
    private Translator() {}

    /**
     * A node begins its life, or finds itself again.
     *
     * @param key SHA-256 of the node's public key, set by the control node from the certificate, never by the worker itself;
     *     empty where there is none, and while the state is below {@link Command#LEVEL_MEMBERS}
     */
    public static Command.OpenSession open(Hello hello, Bytes key) {
        return new Command.OpenSession(
                hello.getNode(),
                hello.getBoot(),
                hello.getTag(),
                new TreeMap<>(hello.getInventoryMap()),
                new TreeMap<>(hello.getLabelsMap()),
                key);
    }

    /**
     * A numbered command of a worker.
     *
     * @throws IllegalArgumentException if it is neither a commit nor a release
     */
    public static Command command(WorkerCommand command) {
        return switch (command.getCommandCase()) {
            case COMMIT -> commit(command);
            case RELEASE ->
                new Command.Release(
                        command.getSession(),
                        command.getSeq(),
                        command.getRelease().getPartsList().stream()
                                .map(Translator::released)
                                .toList(),
                        command.getRelease().getLeaving());
            case COMMAND_NOT_SET -> throw new IllegalArgumentException("a worker's command without content");
        };
    }

    public static CommandAnswer answer(Reply reply, long epoch, long applied) {
        CommandAnswer.Builder answer =
                CommandAnswer.newBuilder().setEpoch(epoch).setApplied(applied);
        return switch (reply) {
            case Reply.Counted counted ->
                answer.setNextSeq(counted.nextSeq()).setDone(done(counted)).build();
            case Reply.Busy _ ->
                answer.setBusy(CommandAnswer.Busy.getDefaultInstance()).build();
            case Reply.Ended _ ->
                answer.setEnded(CommandAnswer.Ended.getDefaultInstance()).build();
            case Reply.OutOfSequence out ->
                answer.setNextSeq(out.nextSeq())
                        .setStale(CommandAnswer.Stale.getDefaultInstance())
                        .build();
            case Reply.Done _, Reply.Refused _, Reply.Opened _, Reply.Submitted _ ->
                throw new IllegalStateException("not a reply to a commit or a release: " + reply);
        };
    }

    private static Command.Commit commit(WorkerCommand command) {
        WorkerCommand.Commit commit = command.getCommit();
        List<CommitPart> parts = new ArrayList<>();
        for (WorkerCommand.Part part : commit.getPartsList()) {
            List<Failures> failed = new ArrayList<>();
            part.getFailedList()
                    .forEach(each -> failed.add(new Failures(
                            reason(each.getOutcome()),
                            each.getDetail(),
                            ItemSet.ofBytes(each.getItems().toByteArray()),
                            each.getSample())));
            parts.add(new CommitPart(
                    new StepRef(part.getJob(), part.getStep()),
                    ItemSet.ofBytes(part.getOk().toByteArray()),
                    failed,
                    part.getWorkMillis(),
                    part.getOpened()));
        }
        return new Command.Commit(
                command.getSession(),
                command.getSeq(),
                parts,
                Bytes.copyOf(commit.getPack().toByteArray()),
                commit.getReceiptsList().stream()
                        .flatMap(receipt -> Receipts.of(receipt.getStoresList(), receipt.getBytes()).stream())
                        .toList());
    }

    private static ReleasePart released(WorkerCommand.Given given) {
        return new ReleasePart(
                new StepRef(given.getJob(), given.getStep()),
                ItemSet.ofBytes(given.getItems().toByteArray()));
    }

    private static CommandAnswer.Done done(Reply.Counted counted) {
        CommandAnswer.Done.Builder done = CommandAnswer.Done.newBuilder();
        counted.notHeld()
                .forEach(part -> done.addRefused(WorkerCommand.Given.newBuilder()
                        .setJob(part.step().job())
                        .setStep(part.step().step())
                        .setItems(Holdings.bytes(part.items()))));
        return done.build();
    }

    private static FailureReason reason(TaskRecord.Outcome outcome) {
        return switch (outcome) {
            case EXIT -> FailureReason.EXIT;
            case SIGNAL -> FailureReason.SIGNAL;
            case TIMED_OUT -> FailureReason.TIMED_OUT;
            case OOM -> FailureReason.OOM;
            case NOT_STARTED -> FailureReason.NOT_STARTED;
            case OUTPUT_LIMIT -> FailureReason.OUTPUT_LIMIT;
            case ANSWER -> FailureReason.ANSWER;
            case DISK -> FailureReason.DISK;
            case OK, OUTCOME_UNSPECIFIED, UNRECOGNIZED ->
                throw new IllegalArgumentException("a failed item with the outcome " + outcome);
        };
    }
}
