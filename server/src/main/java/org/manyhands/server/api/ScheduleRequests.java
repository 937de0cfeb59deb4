package org.manyhands.server.api;

import com.google.protobuf.InvalidProtocolBufferException;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.manyhands.core.Bytes;
import org.manyhands.core.command.Command;
import org.manyhands.core.command.Reply;
import org.manyhands.core.state.Job;
import org.manyhands.core.state.Schedule;
import org.manyhands.core.state.State;
import org.manyhands.server.control.Control;
import org.manyhands.wire.ScheduleDefinition;

/** {@code /v1/schedules} and what is below it. */
final class ScheduleRequests implements ApiServer.Family {
    private final Api api;
    private final Control control;

    ScheduleRequests(Api api) {
        this.api = api;
        control = api.control();
    }

    @Override
    public boolean answer(Request request) throws IOException, ApiException, InterruptedException {
        List<String> path = request.path();
        if (path.size() < 2 || !path.get(0).equals("v1") || !path.get(1).equals("schedules")) {
            return false;
        }
        if (path.size() == 2) {
            return request.method().equals("GET") && list(request);
        }
        String name = path.get(2);
        String rest = request.method() + " " + String.join("/", path.subList(3, path.size()));
        return switch (rest) {
            case "GET " -> show(request, name);
            case "GET definition" -> definition(request, name);
            case "PUT " -> add(request, name);
            case "DELETE " -> remove(request, name);
            case "POST run" -> run(request, name);
            default -> false;
        };
    }

    private boolean list(Request request) throws IOException {
        State state = control.root();
        request.json(state.schedules().values().stream()
                .map(schedule -> view(state, schedule))
                .toList());
        return true;
    }

    private boolean show(Request request, String name) throws IOException, ApiException {
        State state = control.root();
        request.json(view(state, find(state, name)));
        return true;
    }

    private boolean definition(Request request, String name) throws IOException, ApiException {
        request.bytes(
                200,
                "application/x-protobuf",
                find(control.root(), name).definition().toArray());
        return true;
    }

    /** The body is its definition, {@code next} when it is due first. */
    private boolean add(Request request, String name) throws IOException, ApiException, InterruptedException {
        byte[] body = request.body();
        try {
            var _ = ScheduleDefinition.parseFrom(body);
        } catch (InvalidProtocolBufferException broken) {
            throw ApiException.badRequest("the body is not the definition of a schedule: " + broken.getMessage());
        }
        JobRequests.done(
                control, request, new Command.AddSchedule(name, Bytes.copyOf(body), request.number("next", 0)));
        return show(request, name);
    }

    private boolean remove(Request request, String name) throws IOException, ApiException, InterruptedException {
        JobRequests.done(control, request, new Command.RemoveSchedule(name));
        request.nothing();
        return true;
    }

    /** The body is the plan that its definition makes now. */
    private boolean run(Request request, String name) throws IOException, ApiException, InterruptedException {
        State state = control.root();
        Bytes key = JobRequests.key(request);
        Optional<Job> before = before(state, find(state, name));
        if (before.isPresent() && !state.keys().containsKey(key)) {
            throw ApiException.conflict("job " + before.get().id() + " of schedule '" + name
                    + "' has not ended, and it was added with --overlap skip; wait for that job, or cancel it");
        }
        Command.SubmitJob submit =
                new Command.SubmitJob(key, request.number("seen", state.applied()), JobRequests.plan(control, request));
        Reply reply =
                JobRequests.applied(control.submit(JobRequests.actor(request), new Command.RunSchedule(name, submit)));
        if (reply instanceof Reply.Submitted submitted) {
            request.json(SubmittedView.of(api, new Feeders(), submitted));
            return true;
        }
        throw JobRequests.refused(reply);
    }

    /** The job that no other one may overlap. */
    private static Optional<Job> before(State state, Schedule schedule) {
        return parse(schedule).getOverlap() == ScheduleDefinition.Overlap.OVERLAP_SKIP
                ? schedule.lastJob().flatMap(job -> state.jobs().get(job)).filter(job -> !job.decided())
                : Optional.empty();
    }

    private static Schedule find(State state, String name) throws ApiException {
        return state.schedules()
                .get(name)
                .orElseThrow(() ->
                        ApiException.notFound("there is no schedule '" + name + "'; 'mh schedule list' lists them"));
    }

    private ScheduleView view(State state, Schedule schedule) {
        ScheduleDefinition definition = parse(schedule);
        return new ScheduleView(
                schedule.name(),
                definition.getCron(),
                definition.getZone(),
                definition.getOverlap() == ScheduleDefinition.Overlap.OVERLAP_ALLOW ? "allow" : "skip",
                definition.getMissed() == ScheduleDefinition.Missed.MISSED_SKIP ? "skip" : "once",
                schedule.nextWallMillis(),
                schedule.lastJob().map(Object::toString).orElse(""),
                schedule.lastJob().map(job -> word(state, job)).orElse(""),
                schedule.lastWallMillis(),
                schedule.runs(),
                schedule.skips(),
                schedule.note(),
                schedule.addedBy(),
                schedule.addedWallMillis(),
                definition.getUser(),
                definition.getDirectory().toStringUtf8());
    }

    private String word(State state, long job) {
        return state.jobs()
                .get(job)
                .map(kept -> new Views(state, control.placement(), control.beats(), new Feeders())
                        .job(kept)
                        .state())
                .or(() -> state.archived().get(job).map(archived -> Views.word(archived.verdict())))
                .orElse("removed");
    }

    /** One that a newer version wrote shows what this one knows of it. */
    private static ScheduleDefinition parse(Schedule schedule) {
        try {
            return ScheduleDefinition.parseFrom(schedule.definition().toArray());
        } catch (InvalidProtocolBufferException broken) {
            return ScheduleDefinition.getDefaultInstance();
        }
    }
}
