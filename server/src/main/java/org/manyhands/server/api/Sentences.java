package org.manyhands.server.api;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.manyhands.core.command.Verdict;
import org.manyhands.core.maps.PersistentMap;
import org.manyhands.core.place.Decision;
import org.manyhands.core.plan.StepPlan;
import org.manyhands.core.state.Job;
import org.manyhands.core.state.Phase;
import org.manyhands.core.state.ReasonCount;
import org.manyhands.core.state.State;
import org.manyhands.core.state.Step;
import org.manyhands.core.state.Strike;

/** Decision records and states in words. What is said here was decided elsewhere; nothing is guessed afterwards. */
final class Sentences {
    private static final long THOUSAND = 1_000;

    private Sentences() {}

    /** Why a job is in its state. */
    static String job(Job job) {
        return switch (job.phase()) {
            case Phase.Running _ -> paused(job).orElse("");
            case Phase.Cancelling cancelling -> cancelling.reason();
            case Phase.Decided decided ->
                decided.verdict() == Verdict.FAILED || decided.reason().isEmpty() ? failures(job) : decided.reason();
        };
    }

    private static Optional<String> paused(Job job) {
        return job.paused()
                .map(pause -> "paused by " + pause.actor() + " at "
                        + Instant.ofEpochMilli(pause.wallMillis()).truncatedTo(ChronoUnit.SECONDS) + "; 'mh resume "
                        + job.id() + "' lets it go on");
    }

    /** What failed, by step: {@code 2 of 10 tasks of step frames failed: exit 1 (2, for example task 7: …)}. */
    static String failures(Job job) {
        List<String> sentences = new ArrayList<>();
        for (int number = 0; number < job.steps().size(); number++) {
            Step step = job.steps().get(number);
            if (!step.failed().isEmpty()) {
                sentences.add(step.failed().size() + " of "
                        + job.plan().steps().get(number).items() + " tasks of step "
                        + job.plan().steps().get(number).name() + " failed: " + reasons(step));
            }
        }
        return String.join("; ", sentences);
    }

    private static String reasons(Step step) {
        List<String> reasons = new ArrayList<>();
        for (PersistentMap.Entry<String, ReasonCount> entry : step.reasons()) {
            ReasonCount count = entry.value();
            String sample =
                    count.sample().isEmpty() ? "" : ": " + count.sample().replace('\n', ' ');
            reasons.add(entry.key() + " (" + count.count() + " times, last task " + (count.sampleItem() + 1) + sample
                    + ")");
        }
        return String.join(", ", reasons);
    }

    /** Of these nodes, which are set aside and why. */
    private static String aside(State state, List<String> nodes) {
        return state.sessions().values().stream()
                .filter(session -> nodes.contains(session.node()) && state.setAside(session))
                .map(session -> "; node " + session.node() + " is set aside for now: "
                        + session.health().sentence())
                .collect(Collectors.joining());
    }

    /** Why a step got what it got when the placer last ran. */
    static String decision(Job job, int number, State state, Decision decision) {
        return switch (decision) {
            case Decision.Granted _, Decision.AllOut _ -> withNodes(job, number);
            case Decision.NodesBusy busy ->
                tasks(step(job, number).held().size()) + " with nodes, " + busy.items()
                        + " wait for a free place: every node that fits is busy";
            case Decision.NoNodes none -> tasks(none.items()) + " wait: no node is running; start one with 'mh up'";
            case Decision.Drained drained ->
                tasks(drained.items()) + " wait: nodes take nothing new (" + String.join(", ", drained.nodes())
                        + "); 'mh node list' says why" + aside(state, drained.nodes());
            case Decision.InUse use ->
                tasks(use.items()) + " wait: all " + use.resource() + " of the cluster is in use ("
                        + Amounts.of(use.resource(), use.has()) + ", one task needs "
                        + Amounts.of(use.resource(), use.needs()) + ")";
            case Decision.TooLittle little ->
                tasks(little.items()) + " wait: one needs " + little.resource() + " "
                        + Amounts.of(little.resource(), little.needs()) + ", and the cluster as a whole has "
                        + Amounts.of(little.resource(), little.has()) + "; 'mh resource set " + little.resource()
                        + "=N' changes that";
            case Decision.NoNodeFits none -> noNodeFits(none);
            case Decision.NoNodeMeets none ->
                tasks(none.items()) + " cannot be placed: no node meets where: " + none.where() + "; "
                        + LabelCounts.sentence(state, none.where());
            case Decision.WaitsAlone alone ->
                tasks(alone.items()) + " may have killed two nodes, and "
                        + (alone.items() == 1 ? "waits" : "each waits")
                        + " for a node that runs nothing else";
            case Decision.AtMost most ->
                tasks(most.items()) + " wait: the step runs at most " + most.limit() + " at once";
            case Decision.BackingOff off ->
                tasks(off.items()) + " failed and will be tried again in "
                        + seconds(Math.max(0, off.dueTicks() - state.ticks()));
            case Decision.Blocked blocked ->
                "waits for "
                        + blocked.steps().stream()
                                .map(step -> "step "
                                        + job.plan().steps().get(step).name() + " (" + left(job, step) + " left)")
                                .collect(Collectors.joining(", "));
            case Decision.Settled _, Decision.Open _ -> "";
            case Decision.Paused paused ->
                tasks(paused.items()) + " wait until the job is resumed, "
                        + tasks(step(job, number).held().size()) + " with nodes go on";
        };
    }

    /** Which nodes died while a task was running there, if any: {@code it was running when node n2 died at …}. */
    static String strikes(Step step, long item) {
        List<Strike> deaths = step.strikes().of(item);
        return deaths.isEmpty()
                ? ""
                : "it was running when "
                        + deaths.stream()
                                .map(death -> "node " + death.node() + " died at " + History.moment(death.wallMillis()))
                                .collect(Collectors.joining(", and "));
    }

    /** Of a step to which items may still come: how many have, and who closes the list. */
    static String open(Job job, int number, boolean gone) {
        StepPlan plan = job.plan().steps().get(number);
        if (!plan.takesItems()) {
            return "";
        }
        return "its list of items is open, " + plan.items() + " so far: "
                + (gone
                        ? "the 'mh run' that gave them is gone, and 'mh set " + job.id() + " --close' ends the list"
                        : "'mh run' gives more as they come on its standard input");
    }

    /** Those that say something, as one. */
    static String together(String... sentences) {
        return Stream.of(sentences).filter(each -> !each.isEmpty()).collect(Collectors.joining("; "));
    }

    private static Step step(Job job, int number) {
        return job.steps().get(number);
    }

    private static String withNodes(Job job, int number) {
        long ready = job.ready(number).size();
        return tasks(step(job, number).held().size()) + " with nodes" + (ready > 0 ? ", " + ready + " to follow" : "");
    }

    private static String left(Job job, int step) {
        return tasks(job.plan().steps().get(step).items()
                - job.steps().get(step).ok().size());
    }

    private static String noNodeFits(Decision.NoNodeFits none) {
        Decision.Shortage nearest = none.shortages().getFirst();
        String has = Amounts.of(nearest.resource(), nearest.has());
        String needs = Amounts.of(nearest.resource(), nearest.needs());
        String those = none.unmet() == 0
                ? nodes(none.shortages().size())
                : nodes(none.shortages().size()) + " that " + (none.shortages().size() == 1 ? "meets" : "meet")
                        + " where (" + none.unmet() + " more " + (none.unmet() == 1 ? "does" : "do") + " not)";
        return tasks(none.items()) + " cannot be placed: each needs " + nearest.resource() + " " + needs
                + ", and the nearest of " + those + ", " + nearest.node() + ", has " + has
                + "; ask for at most " + nearest.resource() + "=" + has + ", or add a node with "
                + nearest.resource() + " " + needs;
    }

    static String nodes(int count) {
        return count == 1 ? "1 node" : count + " nodes";
    }

    private static String tasks(long count) {
        return count == 1 ? "1 task" : count + " tasks";
    }

    private static String seconds(long millis) {
        return String.format(Locale.ROOT, "%.1f s", millis / (double) THOUSAND);
    }
}
