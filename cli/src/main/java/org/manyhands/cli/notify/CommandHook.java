package org.manyhands.cli.notify;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.util.Optional;
import org.manyhands.core.state.Job;
import org.manyhands.server.api.EndView;
import org.manyhands.wire.NotificationTemplate;
import org.manyhands.wire.Part;
import org.manyhands.wire.Variable;
import org.manyhands.worker.process.CancelHandle;
import org.manyhands.worker.process.Command;
import org.manyhands.worker.process.Environment;
import org.manyhands.worker.process.Exit;
import org.manyhands.worker.process.Limits;
import org.manyhands.worker.process.MinimalEnvironment;
import org.manyhands.worker.process.Outcome;
import org.manyhands.worker.process.OutputSink;
import org.manyhands.worker.process.Slot;
import org.manyhands.worker.stream.Tail;
import org.manyhands.worker.user.UnixUser;

/** Tells by a command: it runs once, and what it says on standard error is kept if it fails. */
final class CommandHook {
    private static final long GRACE_MILLIS = 1_000;
    private static final int SAID_BYTES = 300;

    private final Place place;

    CommandHook(Place place) {
        this.place = place;
    }

    /** Empty if it was cancelled. */
    Optional<Delivery> run(Job job, int number, NotificationTemplate template, CancelHandle cancel) {
        Command command;
        try {
            Optional<UnixUser> user = place.user(template.getUser());
            command = new Command(
                    template.getArgvList(), environment(job, number, template, user), template.getDirectory(), user);
        } catch (IOException refused) {
            return Optional.of(new Delivery(false, String.valueOf(refused.getMessage())));
        }
        Tail said = new Tail();
        try (Slot slot = place.openSlot()) {
            Limits limits = new Limits(template.getTimeoutMillis(), GRACE_MILLIS, Limits.NO_MEMORY_LIMIT);
            Exit exit = slot.run(command, OutputSink.DISCARD, said, limits, cancel);
            return delivery(exit, template, oneLine(said.text(SAID_BYTES)));
        }
    }

    private static String oneLine(String text) {
        return text.replaceAll("[\\p{Cntrl}]+", " ");
    }

    private Environment environment(Job job, int number, NotificationTemplate template, Optional<UnixUser> user) {
        EndView end = EndView.of(job);
        Environment.Builder environment = MinimalEnvironment.of(Environment.EMPTY, Environment.ofThisProcess());
        user.ifPresent(other -> environment.putAll(MinimalEnvironment.of(other)));
        template.getEnvList().forEach(variable -> environment.put(variable.getName(), value(variable)));
        return place.mark(environment, "notify." + job.id() + "." + job.run() + "." + number)
                .put("MH_JOB", end.job())
                .put("MH_JOB_NAME", withoutNul(end.name()))
                .put("MH_STATE", end.state())
                .put("MH_REASON", withoutNul(end.reason()))
                .put("MH_USER", withoutNul(job.plan().owner()))
                .build();
    }

    private static ByteString value(Variable variable) {
        return variable.getValue().getPartsList().stream()
                .map(Part::getLiteral)
                .reduce(ByteString.EMPTY, ByteString::concat);
    }

    /** A reason has what tasks said, which may be any bytes. */
    private static String withoutNul(String text) {
        return text.replace('\0', ' ');
    }

    private static Optional<Delivery> delivery(Exit exit, NotificationTemplate template, String said) {
        String more = said.isEmpty() ? "" : ": " + said;
        return switch (exit.outcome()) {
            case Outcome.Exited(int code) ->
                Optional.of(new Delivery(code == 0, "exit " + code + (code == 0 ? "" : more)));
            case Outcome.Signalled(int signal) -> Optional.of(new Delivery(false, "ended by signal " + signal + more));
            case Outcome.NotStarted refused -> Optional.of(new Delivery(false, refused.sentence()));
            case Outcome.Stopped stopped when stopped.reason() == Outcome.Reason.CANCELLED -> Optional.empty();
            case Outcome.Stopped _ ->
                Optional.of(new Delivery(false, Late.sentence(template.getTimeoutMillis()) + more));
        };
    }
}
