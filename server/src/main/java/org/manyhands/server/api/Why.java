package org.manyhands.server.api;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.manyhands.core.maps.PersistentMap;
import org.manyhands.core.place.Decision;
import org.manyhands.core.place.Placement;
import org.manyhands.core.place.Placer;
import org.manyhands.core.state.Job;
import org.manyhands.core.state.Lease;
import org.manyhands.core.state.Phase;
import org.manyhands.core.state.Session;
import org.manyhands.core.state.State;
import org.manyhands.core.state.Step;

/** Why a job, a step or a task is in its state: from the placer's own record, from the state, and from the journal. */
final class Why {
    private Why() {}

    /** @param task from 1; 0 is the job as a whole */
    static WhyView of(Api api, Feeders feeders, Job job, Optional<String> step, long task)
            throws ApiException, IOException {
        State state = api.control().root();
        Troubles troubles = new Troubles(state, api.control().beats());
        History history = new History(api.control().journal(), job);
        List<String> sentences = new ArrayList<>();
        if (task > 0 || step.isPresent()) {
            int number = step.isPresent() ? JobRequests.stepNumber(job, step.get()) : only(job, task);
            sentences.add(task > 0 ? task(api, state, job, number, task) : step(api, state, job, number));
            if (task > 0) {
                sentences.addAll(history.ofTask(number, task - 1));
            }
        } else {
            if (!Sentences.job(job).isEmpty()) {
                sentences.add(Sentences.job(job));
            }
            if (!job.running()) {
                sentences.addAll(history.ofCancelling());
            }
            for (int number = 0; number < job.steps().size() && job.running(); number++) {
                String sentence = Sentences.together(
                        step(api, state, job, number),
                        troubles.of(job.ref(number)),
                        Sentences.open(job, number, feeders.gone(job.id())));
                if (!sentence.isEmpty()) {
                    sentences.add("step " + job.plan().steps().get(number).name() + ": " + sentence);
                }
            }
        }
        if (sentences.isEmpty() && job.decided()) {
            sentences.add("all its tasks succeeded");
        }
        return new WhyView(
                Long.toString(job.id()), job.plan().name(), Views.jobState(job), sentences, history.damages());
    }

    private static int only(Job job, long task) throws ApiException {
        if (job.steps().size() > 1) {
            throw ApiException.badRequest(
                    "job " + job.id() + " has " + job.steps().size() + " steps; say which one, as in " + job.id() + "."
                            + job.plan().steps().getLast().name() + "." + task);
        }
        return 0;
    }

    private static String step(Api api, State state, Job job, int number) {
        boolean works = Forecast.hasNode(state);
        State seen = Forecast.withNode(api, state);
        Placement placement = works ? api.control().placement() : Placer.place(seen);
        Decision decision = placement.decisions().get(job.ref(number));
        if (decision == null) {
            decision = Placer.place(seen).decisions().get(job.ref(number));
        }
        if (decision == null) {
            return "";
        }
        boolean wouldRun = !works && decision instanceof Decision.Granted;
        return wouldRun
                ? "no node is running; 'mh up' or 'mh attach " + job.id() + "' here would start it"
                : Sentences.decision(job, number, seen, decision);
    }

    private static String task(Api api, State state, Job job, int number, long task) throws ApiException {
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
        if (step.failed().contains(item)) {
            return "task " + task + " failed" + failures + "; 'mh logs " + job.id() + "." + task
                    + "' shows what it said";
        }
        if (step.cancelled().contains(item)) {
            return "task " + task + " was cancelled: " + reason(job);
        }
        if (step.held().contains(item)) {
            return "task " + task + " is with node " + holder(state, job, number, item) + failures;
        }
        if (step.waiting(state.ticks()).contains(item)) {
            return "task " + task + " waits for its back-off" + failures;
        }
        return job.decided()
                ? "task " + task + " was not started: the job ended before"
                : "task " + task + " waits" + failures + ": " + step(api, state, job, number);
    }

    private static String reason(Job job) {
        return job.phase() instanceof Phase.Decided decided ? decided.reason() : "";
    }

    private static String holder(State state, Job job, int number, long item) {
        for (PersistentMap.Entry<Long, Session> entry : state.sessions()) {
            Optional<Lease> lease = entry.value().leases().get(job.ref(number));
            if (lease.isPresent() && lease.get().items().contains(item)) {
                return entry.value().node();
            }
        }
        return "?";
    }
}
