package org.manyhands.server.api;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.manyhands.core.maps.PersistentMap;
import org.manyhands.core.place.Decision;
import org.manyhands.core.place.Placement;
import org.manyhands.core.state.Job;
import org.manyhands.core.state.Lease;
import org.manyhands.core.state.Phase;
import org.manyhands.core.state.Session;
import org.manyhands.core.state.State;
import org.manyhands.core.state.Step;

/** Why a job, a step or a task is in its state: from the placer's own record, from the state, and from the journal. */
final class Why {
    private final Api api;
    private final State state;
    private final Job job;
    private final Troubles troubles;
    private final History history;

    private Why(Api api, Job job) {
        this.api = api;
        this.job = job;
        state = api.control().root();
        troubles = new Troubles(state, api.control().beats());
        history = new History(api.control().journal(), job);
    }

    /** @param task from 1; 0 is the job as a whole */
    static WhyView of(Api api, Feeders feeders, Job job, Optional<String> step, long task)
            throws ApiException, IOException {
        Why why = new Why(api, job);
        List<String> sentences = task > 0 || step.isPresent() ? why.part(step, task) : why.whole(feeders);
        if (sentences.isEmpty() && job.decided()) {
            sentences.add("all its tasks succeeded");
        }
        return new WhyView(
                Long.toString(job.id()), job.plan().name(), Views.jobState(job), sentences, why.history.damages());
    }

    private List<String> part(Optional<String> step, long task) throws ApiException, IOException {
        List<String> sentences = new ArrayList<>();
        int number = step.isPresent() ? JobRequests.stepNumber(job, step.get()) : only(task);
        sentences.add(task > 0 ? task(number, task) : step(number));
        if (task > 0) {
            sentences.addAll(history.ofTask(number, task - 1));
        }
        return sentences;
    }

    private List<String> whole(Feeders feeders) throws IOException {
        List<String> sentences = new ArrayList<>();
        if (!Sentences.job(job).isEmpty()) {
            sentences.add(Sentences.job(job));
        }
        if (!job.running()) {
            sentences.addAll(history.ofCancelling());
        }
        for (int number = 0; number < job.steps().size() && job.running(); number++) {
            String sentence = Sentences.together(step(number), Sentences.open(job, number, feeders.gone(job.id())));
            if (!sentence.isEmpty()) {
                sentences.add("step " + job.plan().steps().get(number).name() + ": " + sentence);
            }
        }
        return sentences;
    }

    private int only(long task) throws ApiException {
        if (job.steps().size() > 1) {
            throw ApiException.badRequest(
                    "job " + job.id() + " has " + job.steps().size() + " steps; say which one, as in " + job.id() + "."
                            + job.plan().steps().getLast().name() + "." + task);
        }
        return 0;
    }

    private String step(int number) {
        return Sentences.together(decision(number), troubles.of(job.ref(number)));
    }

    private String decision(int number) {
        boolean works = Forecast.hasNode(state);
        State seen = Forecast.withNode(api, state);
        Placement placement = works ? api.control().placement() : Forecast.place(api, seen);
        Decision decision = placement.decisions().get(job.ref(number));
        if (decision == null || (works && decision instanceof Decision.Granted)) {
            // What it gave then is given by now, and the rest waits for another reason.
            decision = Forecast.place(api, seen).decisions().get(job.ref(number));
        }
        if (decision == null) {
            return "";
        }
        boolean wouldRun = !works && decision instanceof Decision.Granted;
        return wouldRun
                ? "no node is running; 'mh up' or 'mh attach " + job.id() + "' here would start it"
                : Sentences.decision(job, number, seen, decision);
    }

    private String task(int number, long task) throws ApiException {
        Step step = job.steps().get(number);
        long items = job.plan().steps().get(number).items();
        long item = task - 1;
        if (item >= items) {
            throw ApiException.notFound(
                    "step " + job.plan().steps().get(number).name() + " has " + items + " tasks (asked: " + task + ")");
        }
        int tries = step.tries().get(item);
        String failures = tries == 0 ? "" : " after " + tries + (tries == 1 ? " failed attempt" : " failed attempts");
        if (step.ok().contains(item)) {
            return "task " + task + " succeeded" + failures;
        }
        String strikes = Sentences.strikes(step, item);
        boolean suspect = step.strikes().suspects().contains(item);
        if (step.failed().contains(item) && !strikes.isEmpty()) {
            return "task " + task + " failed as poison: " + strikes + "; 'mh retry " + job.id()
                    + ":failed' tries it again";
        }
        if (step.failed().contains(item)) {
            return "task " + task + " failed" + failures + "; 'mh logs " + job.id() + "." + task
                    + "' shows what it said";
        }
        if (step.cancelled().contains(item)) {
            return "task " + task + " was cancelled: " + reason();
        }
        if (step.held().contains(item)) {
            return Sentences.together(
                    "task " + task + " is with node " + holder(number, item) + failures,
                    strikes.isEmpty() ? "" : strikes + (suspect ? ", and so nothing else runs there" : ""),
                    troubles.of(job.ref(number)));
        }
        if (step.waiting(state.ticks()).contains(item)) {
            return "task " + task + " waits for its back-off" + failures;
        }
        return job.decided()
                ? "task " + task + " was not started: the job ended before"
                : Sentences.together(
                        "task " + task + " waits" + failures + ": " + step(number),
                        strikes.isEmpty() ? "" : strikes + (suspect ? "; it runs alone next" : ""));
    }

    private String reason() {
        return job.phase() instanceof Phase.Decided decided ? decided.reason() : "";
    }

    private String holder(int number, long item) {
        for (PersistentMap.Entry<Long, Session> entry : state.sessions()) {
            Optional<Lease> lease = entry.value().leases().get(job.ref(number));
            if (lease.isPresent() && lease.get().items().contains(item)) {
                return entry.value().node();
            }
        }
        return "?";
    }
}
