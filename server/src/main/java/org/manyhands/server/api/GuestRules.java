package org.manyhands.server.api;

import com.google.protobuf.InvalidProtocolBufferException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.manyhands.core.Bytes;
import org.manyhands.core.plan.Notification;
import org.manyhands.core.plan.Plan;
import org.manyhands.core.plan.ResourceNames;
import org.manyhands.core.plan.StepPlan;
import org.manyhands.wire.NotificationTemplate;
import org.manyhands.wire.TaskTemplate;

/** What a guest may do: have jobs, which run as that user, and look at the node. */
final class GuestRules {
    private static final Set<String> FAMILIES = Set.of("jobs", "plan", "blobs");
    private static final Set<String> VIEWS = Set.of("node", "state", "journal");
    private static final long ONE_TASK = 1_000;

    private GuestRules() {}

    /** Throws if the request is for the node's owner alone. */
    static void require(Request request) throws ApiException {
        List<String> path = request.path();
        boolean allowed = path.size() > 1
                && (FAMILIES.contains(path.get(1))
                        || (path.size() == 2
                                && VIEWS.contains(path.get(1))
                                && request.method().equals("GET")));
        if (!allowed) {
            throw ApiException.forbidden(
                    "this node lets other users have jobs and nothing else; schedules and events are"
                            + " for its owner, " + System.getProperty("user.name"));
        }
    }

    /** As whom the tasks of a plan run; empty: as the user of the node. */
    static String user(Plan plan) {
        StepPlan first = plan.steps().getFirst();
        if (!first.demand().containsKey(ResourceNames.USERS)) {
            return "";
        }
        try {
            return template(first).getUser();
        } catch (InvalidProtocolBufferException unreadable) {
            return "";
        }
    }

    /** The plan as this user's own: all of it runs as that user, whatever it says, and only where a node runs tasks as others. */
    static Plan owned(Plan plan, String user) throws ApiException {
        try {
            List<StepPlan> steps = new ArrayList<>();
            for (StepPlan step : plan.steps()) {
                TaskTemplate template = template(step).toBuilder().setUser(user).build();
                steps.add(step.withDemand(ResourceNames.USERS, ONE_TASK)
                        .withTemplate(Bytes.copyOf(template.toByteArray())));
            }
            List<Notification> notifications = new ArrayList<>();
            for (Notification notification : plan.notifications()) {
                NotificationTemplate template =
                        NotificationTemplate.parseFrom(notification.template().toArray()).toBuilder()
                                .setUser(user)
                                .build();
                notifications.add(notification.withTemplate(Bytes.copyOf(template.toByteArray())));
            }
            return new Plan(plan.name(), steps, plan.priority(), plan.result(), user, notifications);
        } catch (InvalidProtocolBufferException | IllegalArgumentException broken) {
            throw ApiException.badRequest("the body is not a plan: " + broken.getMessage());
        }
    }

    private static TaskTemplate template(StepPlan step) throws InvalidProtocolBufferException {
        return TaskTemplate.parseFrom(step.template().toArray());
    }
}
