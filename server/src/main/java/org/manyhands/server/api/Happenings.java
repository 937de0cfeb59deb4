package org.manyhands.server.api;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.LongFunction;
import java.util.stream.Collectors;
import org.manyhands.core.StepRef;
import org.manyhands.core.command.Event;
import org.manyhands.core.items.ItemSet;
import org.manyhands.core.journal.Line.Happened;
import org.manyhands.core.state.Job;

/** Events in words. What is said here was written when it happened; names of steps are those of the job, while it is kept. */
final class Happenings {
    private static final int RANGES_MAX = 8;

    private final LongFunction<Optional<Job>> jobs;

    /** @param jobs those that are kept, by id */
    Happenings(LongFunction<Optional<Job>> jobs) {
        this.jobs = jobs;
    }

    /** The job of an event, if it has one. */
    static Optional<Long> job(Event event) {
        return switch (event) {
            case Event.SessionOpened _,
                    Event.SessionSilent _,
                    Event.SessionEnded _,
                    Event.JournalSealed _,
                    Event.ScheduleAdded _,
                    Event.ScheduleRemoved _,
                    Event.ScheduleSkipped _,
                    Event.LevelRaised _,
                    Event.TokenCreated _,
                    Event.TokenRevoked _,
                    Event.NodeAdmitted _,
                    Event.NodeRemoved _,
                    Event.NodeLocated _,
                    Event.NodeDrained _,
                    Event.NodeResumed _,
                    Event.SessionLeft _,
                    Event.ResourceSet _,
                    Event.ResourceRemoved _,
                    Event.NodeLabelled _,
                    Event.NodeSurvived _,
                    Event.NodeSetAside _,
                    Event.NodeTakenBack _,
                    Event.ClusterRecovered _ -> Optional.empty();
            case Event.ItemsStruck struck -> Optional.of(struck.step().job());
            case Event.JobArchived archived -> Optional.of(archived.job());
            case Event.ScheduleFired fired -> Optional.of(fired.job());
            case Event.NoticeTold told -> Optional.of(told.job());
            case Event.JobSubmitted submitted -> Optional.of(submitted.job());
            case Event.JobCancelling cancelling -> Optional.of(cancelling.job());
            case Event.JobDecided decided -> Optional.of(decided.job());
            case Event.JobRemoved removed -> Optional.of(removed.job());
            case Event.JobRetried retried -> Optional.of(retried.job());
            case Event.ItemsGranted granted -> Optional.of(granted.step().job());
            case Event.ItemsOk ok -> Optional.of(ok.step().job());
            case Event.ItemsFailed failed -> Optional.of(failed.step().job());
            case Event.ItemsWaiting waiting -> Optional.of(waiting.step().job());
            case Event.ItemsFreed freed -> Optional.of(freed.step().job());
            case Event.ItemsReset reset -> Optional.of(reset.step().job());
            case Event.ResultsLost lost -> Optional.of(lost.step().job());
            case Event.JobPaused paused -> Optional.of(paused.job());
            case Event.JobResumed resumed -> Optional.of(resumed.job());
            case Event.JobChanged changed -> Optional.of(changed.job());
            case Event.ItemsAdded added -> Optional.of(added.step().job());
            case Event.ItemsClosed closed -> Optional.of(closed.step().job());
        };
    }

    EventView view(Happened line, Event event) {
        return switch (event) {
            case Event.SessionOpened opened ->
                node(
                        line,
                        "node_joined",
                        opened.node(),
                        opened.boot(),
                        "",
                        "node " + opened.node() + " began boot " + opened.boot());
            case Event.SessionSilent silent ->
                node(
                        line,
                        "node_silent",
                        silent.node(),
                        0,
                        silent.reason(),
                        "node " + silent.node() + " is silent: " + silent.reason());
            case Event.SessionEnded ended ->
                node(
                        line,
                        "node_left",
                        ended.node(),
                        0,
                        ended.reason(),
                        "node " + ended.node() + " is gone: " + ended.reason());
            case Event.JournalSealed sealed ->
                node(line, "journal_sealed", "", 0, "", "journal segment " + sealed.segment() + " was compared");
            case Event.LevelRaised raised ->
                node(
                        line,
                        "level_raised",
                        "",
                        0,
                        "",
                        "the control state is at level " + raised.level()
                                + ", which versions of mh before it do not know");
            case Event.JobArchived archived ->
                job(line, "job_archived", archived.job(), "", "", "archived; it is kept with its results");
            case Event.JobSubmitted submitted ->
                job(
                        line,
                        "job_submitted",
                        submitted.job(),
                        submitted.owner(),
                        "",
                        "submitted" + by(submitted.owner()) + " as " + submitted.name());
            case Event.JobCancelling cancelling -> cancelling(line, cancelling);
            case Event.JobDecided decided ->
                job(
                        line,
                        "job_ended",
                        decided.job(),
                        "",
                        word(decided.verdict()),
                        "run " + decided.run() + " ended: " + word(decided.verdict()));
            case Event.JobRemoved removed ->
                job(line, "job_removed", removed.job(), removed.actor(), "", "removed" + by(removed.actor()));
            case Event.JobRetried retried ->
                job(
                        line,
                        "job_retried",
                        retried.job(),
                        retried.actor(),
                        "",
                        "retried" + by(retried.actor()) + ", in run " + retried.run());
            case Event.ItemsGranted granted ->
                items(
                        line,
                        "tasks_granted",
                        granted.step(),
                        granted.items(),
                        granted.node(),
                        granted.boot(),
                        "",
                        " given to node " + granted.node() + ", boot " + granted.boot());
            case Event.ItemsOk ok -> items(line, "tasks_succeeded", ok.step(), ok.items(), "", 0, "", " succeeded");
            case Event.ItemsFailed failed ->
                items(
                        line,
                        "tasks_failed",
                        failed.step(),
                        failed.items(),
                        "",
                        0,
                        failed.reason(),
                        " failed: " + failed.reason());
            case Event.ItemsWaiting waiting ->
                items(
                        line,
                        "tasks_failed_once",
                        waiting.step(),
                        waiting.items(),
                        "",
                        0,
                        waiting.reason(),
                        " failed and will be tried again: " + waiting.reason());
            case Event.ItemsFreed freed ->
                items(
                        line,
                        "tasks_taken_back",
                        freed.step(),
                        freed.items(),
                        freed.node(),
                        freed.boot(),
                        freed.reason(),
                        " taken back from node " + freed.node() + ", boot " + freed.boot() + ": " + freed.reason());
            case Event.ItemsStruck struck ->
                items(
                        line,
                        "tasks_struck",
                        struck.step(),
                        struck.items(),
                        struck.node(),
                        struck.boot(),
                        "",
                        " running when node " + struck.node() + ", boot " + struck.boot() + ", died");
            case Event.NodeSurvived survived ->
                node(
                        line,
                        "node_survived",
                        survived.node(),
                        survived.boot(),
                        "",
                        "node " + survived.node() + ", boot " + survived.boot()
                                + ", was cut off and has not died: what it was running is not suspected");
            case Event.NodeSetAside aside ->
                node(
                        line,
                        "node_set_aside",
                        aside.node(),
                        aside.boot(),
                        aside.reason(),
                        "node " + aside.node() + " is set aside, and tried again later: " + aside.reason());
            case Event.NodeTakenBack back ->
                node(
                        line,
                        "node_taken_back",
                        back.node(),
                        back.boot(),
                        "",
                        "node " + back.node() + " is not set aside any more, and gets work as before");
            case Event.ItemsReset reset ->
                items(line, "tasks_reset", reset.step(), reset.items(), "", 0, "", " to be done again");
            case Event.ResultsLost lost ->
                items(
                        line,
                        "results_lost",
                        lost.step(),
                        lost.items(),
                        "",
                        0,
                        "",
                        " lost their results, of which no copy is left: "
                                + (lost.again() ? "to be done again" : "they have failed"));
            case Event.JobPaused paused ->
                job(line, "job_paused", paused.job(), paused.actor(), "", "paused" + by(paused.actor()));
            case Event.JobResumed resumed ->
                job(line, "job_resumed", resumed.job(), resumed.actor(), "", "resumed" + by(resumed.actor()));
            case Event.JobChanged changed ->
                job(
                        line,
                        "job_changed",
                        changed.job(),
                        changed.actor(),
                        changed.what(),
                        "changed" + by(changed.actor()) + ": " + changed.what());
            case Event.ItemsAdded added ->
                list(line, "items_added", added.step(), added.items(), " has " + added.items() + " items so far");
            case Event.ItemsClosed closed ->
                list(line, "items_closed", closed.step(), closed.items(), " has all its " + closed.items() + " items");
            case Event.ScheduleAdded added ->
                schedule(
                        line,
                        "schedule_added",
                        added.actor(),
                        "",
                        "schedule " + added.schedule() + " was added" + by(added.actor()) + ", due at "
                                + History.moment(added.nextWallMillis()));
            case Event.ScheduleRemoved removed ->
                schedule(
                        line,
                        "schedule_removed",
                        removed.actor(),
                        "",
                        "schedule " + removed.schedule() + " was removed" + by(removed.actor()));
            case Event.ScheduleSkipped skipped ->
                schedule(
                        line,
                        "schedule_skipped",
                        "",
                        skipped.note(),
                        "schedule " + skipped.schedule() + ", due at " + History.moment(skipped.dueWallMillis())
                                + ", made no job: " + skipped.note());
            case Event.ScheduleFired fired ->
                job(
                        line,
                        "schedule_fired",
                        fired.job(),
                        fired.dueWallMillis() == 0 ? fired.actor() : "",
                        "",
                        "made by schedule " + fired.schedule()
                                + (fired.dueWallMillis() == 0
                                        ? ", run" + by(fired.actor())
                                        : ", due at " + History.moment(fired.dueWallMillis())));
            case Event.NoticeTold told ->
                job(
                        line,
                        told.ok() ? "notified" : "notify_failed",
                        told.job(),
                        "",
                        told.outcome(),
                        (told.ok() ? "told " : "could not tell ") + told.what() + " of the end of run " + told.run()
                                + ": " + told.outcome());
            case Event.TokenCreated created ->
                member(
                        line,
                        "token_created",
                        "",
                        created.actor(),
                        "join token " + created.id() + " was created" + by(created.actor()) + " for " + created.uses()
                                + " " + created.role().word() + (created.uses() == 1 ? " node" : " nodes"));
            case Event.TokenRevoked revoked ->
                member(
                        line,
                        "token_revoked",
                        "",
                        revoked.actor(),
                        "join token " + revoked.id() + " was revoked" + by(revoked.actor()));
            case Event.NodeAdmitted admitted ->
                member(
                        line,
                        "node_admitted",
                        admitted.name(),
                        admitted.actor(),
                        "node " + admitted.name() + " is a member now, as a "
                                + admitted.role().word()
                                + (admitted.token().isEmpty()
                                        ? " and the first one"
                                        : ", with join token " + admitted.token()));
            case Event.NodeRemoved removed ->
                member(
                        line,
                        "node_removed",
                        removed.name(),
                        removed.actor(),
                        "node " + removed.name() + " was removed" + by(removed.actor()));
            case Event.NodeLocated located ->
                member(
                        line,
                        "node_located",
                        located.name(),
                        located.name(),
                        "control node " + located.name() + " listens at " + String.join(", ", located.addresses()));
            case Event.NodeDrained drained ->
                member(
                        line,
                        "node_drained",
                        drained.name(),
                        drained.actor(),
                        "node " + drained.name() + " is drained" + by(drained.actor())
                                + (drained.limitMillis() == 0
                                        ? ""
                                        : ", for at most "
                                                + Duration.ofMillis(drained.limitMillis())
                                                        .toSeconds() + " s")
                                + (drained.reason().isEmpty() ? "" : ": " + drained.reason()));
            case Event.NodeResumed resumed ->
                member(
                        line,
                        "node_resumed",
                        resumed.name(),
                        resumed.actor(),
                        "node " + resumed.name() + " gets work again" + by(resumed.actor()));
            case Event.SessionLeft left ->
                node(line, "node_leaving", left.node(), 0, "", "node " + left.node() + " is about to end");
            case Event.ResourceSet set ->
                member(
                        line,
                        "resource_set",
                        "",
                        set.actor(),
                        "the cluster has " + set.name() + " " + Amounts.of(set.name(), set.amount()) + by(set.actor()));
            case Event.ResourceRemoved removed ->
                member(
                        line,
                        "resource_removed",
                        "",
                        removed.actor(),
                        "the cluster as a whole has no " + removed.name() + " any more" + by(removed.actor()));
            case Event.ClusterRecovered recovered ->
                member(
                        line,
                        "cluster_recovered",
                        recovered.node(),
                        recovered.actor(),
                        "the cluster was recovered without a majority" + by(recovered.actor())
                                + ": it goes on from entry " + recovered.through() + " of node " + recovered.node()
                                + ", and what was accepted after that is lost"
                                + (recovered.removed().isEmpty()
                                        ? ""
                                        : "; removed: " + String.join(", ", recovered.removed())));
            case Event.NodeLabelled labelled ->
                member(
                        line,
                        "node_labelled",
                        labelled.name(),
                        labelled.actor(),
                        "node " + labelled.name() + " was labelled" + by(labelled.actor()) + ": "
                                + (labelled.labels().isEmpty() ? "no labels" : texts(labelled.labels())));
        };
    }

    private static EventView schedule(Happened line, String kind, String actor, String reason, String text) {
        return new EventView(line.applied(), line.wallMillis(), kind, "", "", "", 0, "", 0, actor, reason, text);
    }

    private static String texts(SortedMap<String, String> labels) {
        return labels.entrySet().stream()
                .map(label -> label.getKey() + "=" + label.getValue())
                .collect(Collectors.joining(", "));
    }

    private static EventView cancelling(Happened line, Event.JobCancelling cancelling) {
        String reason = cancelling.reason().isEmpty() ? "" : ": " + cancelling.reason();
        return cancelling.byRule()
                ? job(line, "job_aborting", cancelling.job(), "", cancelling.reason(), "stopped by its rule" + reason)
                : job(
                        line,
                        "job_cancelling",
                        cancelling.job(),
                        cancelling.actor(),
                        cancelling.reason(),
                        "cancelled" + by(cancelling.actor()) + reason);
    }

    private static EventView node(Happened line, String kind, String node, long boot, String reason, String text) {
        return new EventView(line.applied(), line.wallMillis(), kind, "", "", "", 0, node, boot, "", reason, text);
    }

    private static EventView member(Happened line, String kind, String node, String actor, String text) {
        return new EventView(line.applied(), line.wallMillis(), kind, "", "", "", 0, node, 0, actor, "", text);
    }

    private static EventView job(Happened line, String kind, long job, String actor, String reason, String text) {
        return new EventView(
                line.applied(), line.wallMillis(), kind, Long.toString(job), "", "", 0, "", 0, actor, reason, text);
    }

    private EventView items(
            Happened line,
            String kind,
            StepRef step,
            ItemSet items,
            String node,
            long boot,
            String reason,
            String happened) {
        String name = name(step);
        String text = "step " + name + ": " + (items.size() == 1 ? "task " : "tasks ") + tasks(items) + happened;
        return new EventView(
                line.applied(),
                line.wallMillis(),
                kind,
                Long.toString(step.job()),
                name,
                tasks(items),
                items.size(),
                node,
                boot,
                "",
                reason,
                text);
    }

    private EventView list(Happened line, String kind, StepRef step, long items, String text) {
        String name = name(step);
        return new EventView(
                line.applied(),
                line.wallMillis(),
                kind,
                Long.toString(step.job()),
                name,
                "",
                items,
                "",
                0,
                "",
                "",
                "step " + name + text);
    }

    private String name(StepRef step) {
        return jobs.apply(step.job())
                .map(job -> job.plan().steps().get(step.step()).name())
                .orElse(Integer.toString(step.step()));
    }

    /** As users count them, from 1: {@code 1-5,8}; cut after some ranges. */
    static String tasks(ItemSet items) {
        StringBuilder text = new StringBuilder();
        ItemSet left = items;
        for (int ranges = 0; !left.isEmpty(); ranges++) {
            if (ranges == RANGES_MAX) {
                return text.append(",… (").append(items.size()).append(")").toString();
            }
            long first = left.first();
            long end = left.firstAbsent(first);
            text.append(text.isEmpty() ? "" : ",").append(first + 1);
            if (end > first + 1) {
                text.append('-').append(end);
            }
            left = left.andNot(ItemSet.range(first, end));
        }
        return text.toString();
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    private static String by(String actor) {
        return actor.isEmpty() ? "" : " by " + actor;
    }
}
