package org.manyhands.cli.notify;

import com.google.protobuf.InvalidProtocolBufferException;
import java.util.Optional;
import org.manyhands.core.state.Job;
import org.manyhands.server.api.EndView;
import org.manyhands.wire.NotificationTemplate;
import org.manyhands.worker.process.CancelHandle;

/** Tells somebody that a job has ended, however its plan says. Takes as long as the timeout of that. */
public final class Teller {
    private final CommandHook commands;
    private final WebHook web = new WebHook();

    public Teller(Place place) {
        commands = new CommandHook(place);
    }

    /**
     * Tells one of those whom the plan names.
     *
     * @param number of the notification in the plan
     * @param cancel ends a command
     * @return what became of it; empty if it was cancelled
     * @throws InterruptedException if a web hook was cut short
     */
    public Optional<Delivery> tell(Job job, int number, CancelHandle cancel) throws InterruptedException {
        NotificationTemplate template;
        try {
            template = NotificationTemplate.parseFrom(
                    job.plan().notifications().get(number).template().toArray());
        } catch (InvalidProtocolBufferException unreadable) {
            return Optional.of(new Delivery(false, "the notification is not understood: " + unreadable.getMessage()));
        }
        return template.getArgvCount() > 0
                ? commands.run(job, number, template, cancel)
                : Optional.of(web.post(EndView.of(job), template.getUrl(), template.getTimeoutMillis()));
    }
}
