package org.manyhands.server.api;

import com.google.protobuf.InvalidProtocolBufferException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.manyhands.core.StepRef;
import org.manyhands.core.command.Verdict;
import org.manyhands.core.items.ItemSet;
import org.manyhands.core.place.Decision;
import org.manyhands.core.place.Placement;
import org.manyhands.core.plan.Notification;
import org.manyhands.core.plan.StepPlan;
import org.manyhands.core.state.Archived;
import org.manyhands.core.state.Job;
import org.manyhands.core.state.Notice;
import org.manyhands.core.state.Phase;
import org.manyhands.core.state.State;
import org.manyhands.core.state.Step;
import org.manyhands.core.state.Told;
import org.manyhands.core.state.Usage;
import org.manyhands.server.archive.PageLostException;
import org.manyhands.wire.Beat;
import org.manyhands.wire.NotificationTemplate;
import org.manyhands.wire.TaskTemplate;
import org.manyhands.wire.WorkerCommand;

/** The state in the words that users see: what is shown is derived here, and nowhere stored. */
final class Views {
    private final State state;
    private final Placement placement;
    private final Feeders feeders;
    private final Troubles troubles;
    private final SortedMap<StepRef, ItemSet> running = new TreeMap<>();
    private final SortedMap<StepRef, ItemSet> finished = new TreeMap<>();

    /**
     * Views of a state.
     *
     * @param beats the last beat of each session
     */
    Views(State state, Placement placement, List<Beat> beats, Feeders feeders) {
        this.feeders = feeders;
        this.state = state;
        this.placement = placement;
        troubles = new Troubles(state, beats);
        for (Beat beat : beats) {
            if (state.sessions().containsKey(beat.getSession())) {
                beat.getRunningList().forEach(given -> add(running, given));
                beat.getFinishedList().forEach(given -> add(finished, given));
            }
        }
    }

    private static void add(SortedMap<StepRef, ItemSet> to, WorkerCommand.Given given) {
        to.merge(
                new StepRef(given.getJob(), given.getStep()),
                ItemSet.ofBytes(given.getItems().toByteArray()),
                ItemSet::or);
    }

    ItemSet running(StepRef step) {
        return running.getOrDefault(step, ItemSet.EMPTY);
    }

    JobView job(Job job) {
        List<JobView.StepView> steps = new ArrayList<>();
        for (int number = 0; number < job.steps().size(); number++) {
            steps.add(step(job, number));
        }
        return new JobView(
                Long.toString(job.id()),
                job.plan().name(),
                job.run(),
                jobState(job),
                Sentences.job(job),
                job.plan().owner(),
                GuestRules.user(job.plan()),
                job.plan().priority(),
                state.applied(),
                job.submittedWallMillis(),
                job.phase() instanceof Phase.Decided decided ? decided.wallMillis() : 0,
                job.plan().result().orElse(-1),
                steps,
                notifications(job),
                Took.millis(job, state, System.currentTimeMillis()));
    }

    /** What is known of an archived job whose page cannot be read. */
    JobView lost(Archived archived, PageLostException lost) {
        return new JobView(
                Long.toString(archived.id()),
                archived.name(),
                archived.run(),
                word(archived.verdict()),
                String.valueOf(lost.getMessage()),
                "",
                "",
                0,
                state.applied(),
                0,
                archived.endedWallMillis(),
                -1,
                List.of(),
                List.of(),
                0);
    }

    private static List<JobView.NotificationView> notifications(Job job) {
        List<JobView.NotificationView> views = new ArrayList<>();
        for (int number = 0; number < job.plan().notifications().size(); number++) {
            int wanted = number;
            Optional<Notice> notice = job.notices().stream()
                    .filter(each -> each.number() == wanted)
                    .findFirst();
            views.add(view(job, job.plan().notifications().get(number), notice));
        }
        return views;
    }

    private static JobView.NotificationView view(Job job, Notification notification, Optional<Notice> notice) {
        Optional<Told> told = notice.flatMap(Notice::told);
        String before = notice.isPresent() ? "owed" : job.decided() ? "unwanted" : "waiting";
        return new JobView.NotificationView(
                notification.what(),
                told.map(done -> done.ok() ? "told" : "failed").orElse(before),
                told.map(Told::outcome).orElse(""),
                told.map(Told::wallMillis).orElse(0L),
                timeoutMillis(notification));
    }

    private static long timeoutMillis(Notification notification) {
        try {
            return NotificationTemplate.parseFrom(notification.template().toArray())
                    .getTimeoutMillis();
        } catch (InvalidProtocolBufferException ofAnotherVersion) {
            return 0;
        }
    }

    static String jobState(Job job) {
        return switch (job.phase()) {
            case Phase.Running _ when job.paused().isPresent() -> "paused";
            case Phase.Running _ -> started(job) ? "running" : "queued";
            case Phase.Cancelling _ -> "cancelling";
            case Phase.Decided decided -> word(decided.verdict());
        };
    }

    private static boolean started(Job job) {
        return job.run() > 1
                || job.steps().stream()
                        .anyMatch(step ->
                                !step.held().isEmpty() || !step.settled().isEmpty());
    }

    static String word(Verdict verdict) {
        return switch (verdict) {
            case OK -> "succeeded";
            case FAILED -> "failed";
            case CANCELLED -> "cancelled";
            case ABORTED -> "aborted";
        };
    }

    private JobView.StepView step(Job job, int number) {
        Step step = job.steps().get(number);
        StepPlan plan = job.plan().steps().get(number);
        ItemSet runs = running(job.ref(number)).and(step.held());
        ItemSet commits = finished.getOrDefault(job.ref(number), ItemSet.EMPTY)
                .and(step.held())
                .andNot(runs);
        long busy = Math.min(
                step.held().size() - commits.size(), Math.max(runs.size(), Usage.running(state, job.ref(number))));
        ItemSet ready = job.ready(number);
        ItemSet waiting = ready.and(step.waiting(state.ticks()));
        long rest = plan.items() - step.settled().size() - step.held().size() - ready.size();
        List<JobView.FailureView> failures = new ArrayList<>();
        step.reasons()
                .forEach((reason, count) -> failures.add(
                        new JobView.FailureView(reason, count.count(), count.sampleItem() + 1, count.sample())));
        return new JobView.StepView(
                number,
                plan.name(),
                stepState(job, number),
                reason(job, number),
                plan.items(),
                step.ok().size(),
                step.failed().size(),
                step.cancelled().size(),
                busy,
                commits.size(),
                step.held().size() - busy - commits.size(),
                waiting.size(),
                ready.size() - waiting.size(),
                job.decided() ? 0 : rest,
                job.decided() ? rest : 0,
                step.work().attempts(),
                step.work().millis(),
                failures,
                list(job, plan),
                gathered(plan));
    }

    private String list(Job job, StepPlan plan) {
        return !plan.open() || !job.running() ? "closed" : feeders.gone(job.id()) ? "left" : "open";
    }

    private static boolean gathered(StepPlan plan) {
        try {
            return TaskTemplate.parseFrom(plan.template().toArray()).getOutputGathered();
        } catch (InvalidProtocolBufferException ofAnotherVersion) {
            return false;
        }
    }

    private static String stepState(Job job, int number) {
        Step step = job.steps().get(number);
        if (job.complete(number)) {
            return "succeeded";
        }
        if (job.phase() instanceof Phase.Decided decided) {
            return decided.verdict() == Verdict.FAILED && step.failed().isEmpty() ? "aborted" : word(decided.verdict());
        }
        if (!step.held().isEmpty()) {
            return "running";
        }
        boolean waits = job.plan().steps().get(number).takesItems()
                && step.settled().size() == job.plan().steps().get(number).items();
        if (waits) {
            return "open";
        }
        return job.ready(number).isEmpty() && step.settled().isEmpty() ? "blocked" : "queued";
    }

    private String reason(Job job, int number) {
        Decision decision = placement.decisions().get(job.ref(number));
        if (decision == null || job.decided()) {
            return "";
        }
        return Sentences.together(
                Sentences.decision(job, number, state, decision),
                troubles.of(job.ref(number)),
                Sentences.open(job, number, feeders.gone(job.id())));
    }
}
