package org.manyhands.server.api;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.manyhands.core.Bytes;
import org.manyhands.core.StepRef;
import org.manyhands.core.command.Actor;
import org.manyhands.core.command.Command;
import org.manyhands.core.command.Entry;
import org.manyhands.core.command.Envelope;
import org.manyhands.core.command.Reply;
import org.manyhands.core.machine.Machine;
import org.manyhands.core.machine.Outcome;
import org.manyhands.core.maps.PersistentMap;
import org.manyhands.core.place.Placement;
import org.manyhands.core.place.Placer;
import org.manyhands.core.plan.Plan;
import org.manyhands.core.plan.StepPlan;
import org.manyhands.core.state.Job;
import org.manyhands.core.state.Labels;
import org.manyhands.core.state.State;
import org.manyhands.server.where.Expressions;

/** What would happen: the real machine and the real placer, on a state that is thrown away. */
final class Forecast {
    private Forecast() {}

    static PlanView of(Api api, Plan plan) {
        State state = withNode(api, api.control().root());
        Command submit = new Command.SubmitJob(Bytes.copyOf(new byte[] {0}), state.applied(), plan);
        Outcome outcome = apply(state, List.of(submit));
        if (!(outcome.replies().getFirst() instanceof Reply.Submitted submitted)) {
            return new PlanView(
                    plan.name(),
                    List.of(),
                    outcome.replies().getFirst() instanceof Reply.Refused refused ? refused.sentence() : "",
                    -1);
        }
        Placement placement = place(api, outcome.state());
        State placed = apply(outcome.state(), placement.grants()).state();
        Job job = placed.jobs().at(submitted.job());
        Optional<Timeline> timeline = timeline(api, outcome.state(), job);
        List<Timeline.Span> spans = timeline.map(Timeline::look)
                .orElseGet(() -> Collections.nCopies(job.steps().size(), Timeline.Span.NONE));
        List<PlanView.StepForecast> steps = new ArrayList<>();
        for (int number = 0; number < job.steps().size(); number++) {
            steps.add(step(placed, job, number, placement, spans.get(number)));
        }
        return new PlanView(
                plan.name(), steps, "", timeline.map(Timeline::lookedMillis).orElse(-1L));
    }

    private static PlanView.StepForecast step(
            State placed, Job job, int number, Placement placement, Timeline.Span span) {
        StepPlan step = job.plan().steps().get(number);
        String sentence = Optional.ofNullable(placement.decisions().get(job.ref(number)))
                .map(decision -> Sentences.decision(job, number, placed, decision))
                .orElse("nothing to do");
        return new PlanView.StepForecast(
                step.name(), step.items(), sentence, step.where(), span.beginMillis(), span.endMillis(), span.nodes());
    }

    /** None if tasks of some step have never ended here, or if items may still come. */
    private static Optional<Timeline> timeline(Api api, State state, Job job) {
        Learned learned = new Learned(state);
        for (int number = 0; number < job.steps().size(); number++) {
            StepPlan step = job.plan().steps().get(number);
            if (step.open()
                    || (step.items() > 0 && learned.millis(job.ref(number)).isEmpty())) {
                return Optional.empty();
            }
        }
        Map<StepRef, Long> known = new TreeMap<>();
        return Optional.of(new Timeline(
                state,
                job.id(),
                placer(api)::place,
                ref -> known.computeIfAbsent(
                        ref, unknown -> learned.millis(unknown).orElse(Learned.UNKNOWN_MILLIS))));
    }

    /** The state as it is; where no node is open, as if this machine were one. */
    static State withNode(Api api, State state) {
        if (hasNode(state)) {
            return state;
        }
        SortedMap<String, String> labels = new TreeMap<>(api.labels());
        labels.putAll(Labels.given(state, api.node()));
        Command.OpenSession session =
                new Command.OpenSession(imagined(api), 1, 1, api.inventory(), labels, Bytes.EMPTY);
        return apply(state.withMembers(PersistentMap.empty()), List.of(session)).state();
    }

    private static String imagined(Api api) {
        return api.node() + " (this machine, where no node is running)";
    }

    /** What the placer says of a state, in which a node that is only imagined goes by its name. */
    static Placement place(Api api, State state) {
        return placer(api).place(state);
    }

    private static Placer placer(Api api) {
        Expressions expressions = api.control().expressions();
        return new Placer(
                (where, node, labels) ->
                        expressions.holds(where, node.equals(imagined(api)) ? api.node() : node, labels),
                api.control().distances());
    }

    static boolean hasNode(State state) {
        return state.sessions().values().stream().anyMatch(session -> !session.silent());
    }

    private static Outcome apply(State state, List<? extends Command> commands) {
        Actor nobody = new Actor("forecast", "self", "", 0);
        List<Envelope> envelopes =
                commands.stream().map(command -> new Envelope(nobody, command)).toList();
        return new Machine().apply(state, new Entry(envelopes, state.ticks(), state.wallMillis()));
    }
}
