package org.manyhands.cli.submit;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.manyhands.core.Bytes;
import org.manyhands.core.plan.Notification;
import org.manyhands.core.plan.Plan;
import org.manyhands.core.plan.StepPlan;
import org.manyhands.wire.NotificationTemplate;
import org.manyhands.wire.Part;
import org.manyhands.wire.TaskTemplate;
import org.manyhands.wire.Variable;
import org.manyhands.wire.Word;

/** The few variables of the submitter that every task gets, so that a command finds what it finds in the submitter's shell. */
public final class SubmitterEnvironment {
    private static final Set<String> NAMES = Set.of("PATH", "HOME", "USER", "LOGNAME", "SHELL", "LANG", "TZ", "TERM");

    private SubmitterEnvironment() {}

    /** Those that this environment has. */
    public static List<Variable> of(Map<String, String> environment) {
        List<Variable> own = new ArrayList<>();
        environment.forEach((name, value) -> {
            if (NAMES.contains(name) || name.startsWith("LC_")) {
                own.add(Variable.newBuilder()
                        .setName(name)
                        .setValue(Word.newBuilder()
                                .addParts(Part.newBuilder().setLiteral(ByteString.copyFromUtf8(value))))
                        .build());
            }
        });
        return own;
    }

    /** The plan with these variables in front of those that the job names itself, which win. */
    public static Plan added(Plan plan, List<Variable> own) {
        List<StepPlan> steps =
                plan.steps().stream().map(step -> with(step, own)).toList();
        List<Notification> notifications = plan.notifications().stream()
                .map(notification -> with(notification, own))
                .toList();
        return new Plan(plan.name(), steps, plan.priority(), plan.result(), plan.owner(), notifications);
    }

    private static Notification with(Notification notification, List<Variable> own) {
        try {
            NotificationTemplate template =
                    NotificationTemplate.parseFrom(notification.template().toArray());
            boolean command = template.getArgvCount() > 0;
            return command
                    ? notification.withTemplate(Bytes.copyOf(
                            template.toBuilder().addAllEnv(own).build().toByteArray()))
                    : notification;
        } catch (InvalidProtocolBufferException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static StepPlan with(StepPlan step, List<Variable> own) {
        try {
            TaskTemplate template = TaskTemplate.parseFrom(step.template().toArray());
            TaskTemplate complete = template.toBuilder()
                    .clearEnv()
                    .addAllEnv(own)
                    .addAllEnv(template.getEnvList())
                    .build();
            return step.withTemplate(Bytes.copyOf(complete.toByteArray()));
        } catch (InvalidProtocolBufferException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
