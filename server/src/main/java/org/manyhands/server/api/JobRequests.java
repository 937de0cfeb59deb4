package org.manyhands.server.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.manyhands.core.Bytes;
import org.manyhands.core.codec.Codec;
import org.manyhands.core.codec.MalformedException;
import org.manyhands.core.command.Actor;
import org.manyhands.core.command.Command;
import org.manyhands.core.command.Reply;
import org.manyhands.core.command.Where;
import org.manyhands.core.items.ItemSet;
import org.manyhands.core.plan.Plan;
import org.manyhands.core.state.Job;
import org.manyhands.core.state.State;
import org.manyhands.server.archive.PageLostException;
import org.manyhands.server.control.Answer;
import org.manyhands.server.control.Control;
import org.manyhands.server.control.Proposer;
import org.manyhands.server.link.Results;
import org.manyhands.store.Digest;

/** {@code /v1/jobs} and what is below it. */
final class JobRequests implements ApiServer.Family {
    private static final Codec<Plan> PLANS = Codec.of(Plan.class);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int PAGE_MAX = 1_000;
    private static final long WAIT_MILLIS_MAX = 30_000;
    /** It must fit an entry of the log, with its key and who sends it. */
    private static final int PLAN_BYTES_MAX = Proposer.ENTRY_BYTES_MAX - (4 << 10);

    private static final int KEY_BYTES_MAX = 64;
    private static final Pattern KEY = Pattern.compile("([0-9a-fA-F]{2}){1," + KEY_BYTES_MAX + "}");

    private final Api api;
    private final Control control;
    private final Feeders feeders = new Feeders();

    JobRequests(Api api) {
        this.api = api;
        control = api.control();
    }

    @Override
    public boolean answer(Request request) throws IOException, ApiException, InterruptedException {
        List<String> path = request.path();
        if (path.size() < 2 || !path.get(0).equals("v1")) {
            return false;
        }
        if (path.get(1).equals("plan") && request.method().equals("POST")) {
            request.json(Forecast.of(api, plan(control, request)));
            return true;
        }
        if (!path.get(1).equals("jobs")) {
            return false;
        }
        if (path.size() == 2) {
            return switch (request.method()) {
                case "GET" -> list(request);
                case "POST" -> submit(request);
                default -> false;
            };
        }
        JobReferences jobs = new JobReferences(api, request.guest());
        String rest = request.method() + " " + String.join("/", path.subList(3, path.size()));
        return switch (rest) {
            case "GET " -> show(request, jobs.id(path.get(2)));
            case "GET id" -> id(request, jobs.id(path.get(2)));
            case "DELETE " -> remove(request, jobs.id(path.get(2)));
            default -> answer(request, jobs.find(path.get(2)), rest);
        };
    }

    private boolean answer(Request request, Job job, String rest)
            throws IOException, ApiException, InterruptedException {
        List<String> path = request.path();
        return switch (rest) {
            case "POST cancel" ->
                change(
                        request,
                        job.id(),
                        new Command.CancelJob(
                                job.id(), request.parameter("reason").orElse("")));
            case "POST retry" -> change(request, job.id(), new Command.RetryItems(job.id(), where(job, request)));
            case "POST pause" -> change(request, job.id(), new Command.PauseJob(job.id()));
            case "POST resume" -> change(request, job.id(), new Command.ResumeJob(job.id()));
            case "POST set" -> change(request, job.id(), set(job, asked(request)));
            case "POST close" -> close(request, job);
            case "POST feed" -> feed(request, job);
            case "GET why" -> why(request, job);
            case "GET history" -> history(request, job);
            default -> path.size() == 5 && path.get(3).equals("steps") && results(request, job, path.get(4));
        };
    }

    private boolean list(Request request) throws IOException, ApiException {
        long before = request.number("before", Long.MAX_VALUE);
        long limit = Math.clamp(request.number("limit", PAGE_MAX), 1, PAGE_MAX);
        State state = control.root();
        Views views = new Views(state, control.placement(), control.beats(), feeders);
        List<JobView> page = new ArrayList<>();
        for (long id : new JobReferences(api, request.guest()).below(state, before, limit)) {
            page.add(view(state, views, id));
        }
        request.json(page);
        return true;
    }

    /** One page that is lost does not take the list of all jobs with it. */
    private JobView view(State state, Views views, long id) {
        try {
            return views.job(api.pages().find(state, id).orElseThrow());
        } catch (PageLostException lost) {
            return views.lost(state.archived().at(id), lost);
        }
    }

    /** Which job is meant, also if nothing more can be said of it. */
    private boolean id(Request request, long id) throws IOException {
        request.json(new JobId(Long.toString(id)));
        return true;
    }

    private boolean remove(Request request, long id) throws IOException, ApiException, InterruptedException {
        done(control, request, new Command.RemoveJob(id));
        request.nothing();
        return true;
    }

    /** The id of a job that was named in another way. */
    public record JobId(String id) {}

    private boolean submit(Request request) throws IOException, ApiException, InterruptedException {
        Plan plan = plan(control, request);
        Plan owned = request.guest().isPresent()
                ? GuestRules.owned(plan, request.guest().get())
                : plan;
        Reply reply = applied(control.submit(
                actor(request),
                new Command.SubmitJob(
                        key(request), request.number("seen", control.root().applied()), owned)));
        if (reply instanceof Reply.Submitted submitted) {
            request.json(SubmittedView.of(api, feeders, submitted));
            return true;
        }
        throw refused(reply);
    }

    static Bytes key(Request request) throws ApiException {
        String key = request.parameter("key").orElse("");
        if (!KEY.matcher(key).matches()) {
            throw ApiException.badRequest("key: '" + key + "' (expected: 2 to " + 2 * KEY_BYTES_MAX
                    + " hexadecimal digits, drawn at random for each job)");
        }
        return Bytes.ofHex(key);
    }

    /**
     * The job; with {@code after}, as soon as the state is newer than that number; with {@code pace}, not before so many
     * milliseconds unless the job is over, so that who follows it is not told of each entry.
     */
    private boolean show(Request request, long id) throws IOException, ApiException, InterruptedException {
        long after = request.number("after", -1);
        State state = control.root();
        if (after >= 0) {
            long wait = Math.clamp(request.number("wait", 1_000), 0, WAIT_MILLIS_MAX);
            long pace = Math.clamp(request.number("pace", 0), 0, wait);
            state = control.await(now -> isOver(now, id), Duration.ofMillis(pace));
            if (!isOver(state, id)) {
                state = control.awaitNewer(after, Duration.ofMillis(wait - pace));
            }
        }
        Job job = api.pages().find(state, id).orElseThrow(() -> ApiException.notFound("job " + id + " was removed"));
        request.json(new Views(state, control.placement(), control.beats(), feeders).job(job));
        return true;
    }

    private static boolean isOver(State state, long id) {
        return state.jobs().get(id).map(Job::decided).orElse(true);
    }

    private boolean results(Request request, Job job, String step) throws IOException, ApiException {
        int number = stepNumber(job, step);
        State state = control.root();
        Views views = new Views(state, control.placement(), control.beats(), feeders);
        Job now = api.pages().find(state, job.id()).orElse(job);
        request.bytes(
                200,
                "application/x-protobuf",
                Results.of(state, now, number, views.running(job.ref(number))).toByteArray());
        return true;
    }

    private boolean why(Request request, Job job) throws IOException, ApiException {
        request.json(Why.of(api, feeders, job, request.parameter("step"), request.number("task", 0)));
        return true;
    }

    private boolean history(Request request, Job job) throws IOException {
        request.json(new History(control.journal(), job).ofJob());
        return true;
    }

    private boolean change(Request request, long job, Command command)
            throws IOException, ApiException, InterruptedException {
        done(control, request, command);
        State state = control.root();
        Optional<Job> after = api.pages().find(state, job);
        if (after.isPresent()) {
            request.json(new Views(state, control.placement(), control.beats(), feeders).job(after.get()));
        } else {
            request.nothing();
        }
        return true;
    }

    private static Where where(Job job, Request request) throws IOException, ApiException {
        JsonNode asked = asked(request);
        if (asked.has("items")) {
            int step = stepNumber(job, asked.path("step").asText("0"));
            return new Where.Items(step, items(job, step, asked.get("items")));
        }
        return asked.path("cancelled").asBoolean() ? new Where.FailedOrCancelled() : new Where.Failed();
    }

    /** No more items come: to {@code step}, or to all that are open; with {@code items}, only if so many have come. */
    private boolean close(Request request, Job job) throws IOException, ApiException, InterruptedException {
        Optional<String> named = request.parameter("step");
        List<Integer> steps = new ArrayList<>();
        for (int number = 0; number < job.steps().size(); number++) {
            if (named.isPresent()
                    ? number == stepNumber(job, named.get())
                    : job.running() && job.plan().steps().get(number).takesItems()) {
                steps.add(number);
            }
        }
        if (steps.isEmpty()) {
            throw ApiException.conflict("job " + job.id() + " has no open list of items");
        }
        long items = request.number("items", -1);
        for (int number : steps.subList(1, steps.size())) {
            done(control, request, new Command.CloseItems(job.ref(number), items));
        }
        return change(request, job.id(), new Command.CloseItems(job.ref(steps.getFirst()), items));
    }

    /** Items for {@code step} from {@code first} on, or none: whoever gives them is still at it. */
    private boolean feed(Request request, Job job) throws IOException, ApiException, InterruptedException {
        feeders.heard(job.id());
        long count = request.number("count", 0);
        if (count == 0) {
            request.nothing();
            return true;
        }
        Bytes list = digest(request.parameter("list").orElse(""));
        int step = stepNumber(job, request.parameter("step").orElse("0"));
        return change(request, job.id(), new Command.AddItems(job.ref(step), request.number("first", 0), count, list));
    }

    private static Bytes digest(String hex) throws ApiException {
        try {
            return Bytes.copyOf(Digest.fromHex(hex).toBytes());
        } catch (IllegalArgumentException bad) {
            throw ApiException.badRequest("list: '" + hex + "' (expected: the 64 hexadecimal digits of a blob)");
        }
    }

    /** {@code {"priority": 5, "at_most": 2, "step": "frames"}}; a job of one step needs no step. */
    private static Command set(Job job, JsonNode asked) throws ApiException {
        Optional<Integer> priority = integer(asked, "priority");
        Optional<Integer> atMost = integer(asked, "at_most");
        SortedMap<Integer, Integer> limits = new TreeMap<>();
        if (atMost.isPresent()) {
            if (!asked.has("step") && job.steps().size() > 1) {
                throw ApiException.badRequest("job " + job.id() + " has "
                        + job.steps().size() + " steps; say which one runs at most " + atMost.get() + " at once, as in "
                        + job.id() + "." + job.plan().steps().getLast().name());
            }
            limits.put(stepNumber(job, asked.path("step").asText("0")), atMost.get());
        }
        return new Command.SetJob(job.id(), priority, limits);
    }

    private static Optional<Integer> integer(JsonNode asked, String key) throws ApiException {
        if (!asked.has(key)) {
            return Optional.empty();
        }
        if (!asked.get(key).canConvertToInt()) {
            throw ApiException.badRequest(key + ": " + asked.get(key) + " (expected: a whole number)");
        }
        return Optional.of(asked.get(key).asInt());
    }

    private static JsonNode asked(Request request) throws IOException, ApiException {
        byte[] body = request.body();
        try {
            return body.length == 0 ? JSON.createObjectNode() : JSON.readTree(body);
        } catch (JsonProcessingException broken) {
            throw ApiException.badRequest("the body is not JSON: " + broken.getOriginalMessage());
        }
    }

    /** Tasks as users count them, from 1. */
    private static ItemSet items(Job job, int step, JsonNode tasks) throws ApiException {
        long last = job.plan().steps().get(step).items();
        List<Integer> items = new ArrayList<>();
        for (JsonNode task : tasks) {
            if (!task.canConvertToInt() || task.asInt() < 1 || task.asInt() > last) {
                throw ApiException.badRequest("task " + task + " of step "
                        + job.plan().steps().get(step).name() + " (expected: 1 to " + last + ")");
            }
            items.add(task.asInt() - 1);
        }
        return ItemSet.of(items.stream().mapToInt(Integer::intValue).toArray());
    }

    /** A step by number or by name. */
    static int stepNumber(Job job, String step) throws ApiException {
        for (int number = 0; number < job.steps().size(); number++) {
            if (job.plan().steps().get(number).name().equals(step)
                    || Integer.toString(number).equals(step)) {
                return number;
            }
        }
        throw ApiException.notFound("job " + job.id() + " has no step '" + step + "' (it has: "
                + String.join(
                        ", ",
                        job.plan().steps().stream().map(plan -> plan.name()).toList()) + ")");
    }

    /** The plan that a request brings; its conditions mean something. */
    static Plan plan(Control control, Request request) throws IOException, ApiException {
        Plan plan = plan(request);
        Optional<String> wrong = control.expressions().wrong(plan);
        if (wrong.isPresent()) {
            throw ApiException.badRequest(wrong.get());
        }
        return plan;
    }

    private static Plan plan(Request request) throws IOException, ApiException {
        byte[] body = request.body();
        if (body.length > PLAN_BYTES_MAX) {
            throw ApiException.badRequest("the plan has " + body.length + " bytes (limit: " + PLAN_BYTES_MAX
                    + "); let fewer steps share a job, or give what is large as files");
        }
        try {
            return PLANS.decode(body);
        } catch (MalformedException | IllegalArgumentException broken) {
            throw ApiException.badRequest("the body is not a plan: " + broken.getMessage());
        }
    }

    static Actor actor(Request request) {
        return request.guest()
                .map(guest -> new Actor(guest, "socket", "loopback", 0))
                .orElseGet(() -> new Actor(request.header(ApiServer.USER_HEADER).orElse("?"), "token", "loopback", 0));
    }

    /** Has a command applied that is answered with nothing but that it is done. */
    static void done(Control control, Request request, Command command) throws ApiException, InterruptedException {
        Reply reply = applied(control.submit(actor(request), command));
        if (!(reply instanceof Reply.Done)) {
            throw refused(reply);
        }
    }

    static Reply applied(Answer answer) throws ApiException {
        return switch (answer) {
            case Answer.Applied applied -> applied.reply();
            case Answer.Refused(String sentence, boolean passing) ->
                throw passing ? ApiException.unknown(sentence) : ApiException.conflict(sentence);
            case Answer.Unknown unknown -> throw ApiException.unknown(unknown.cause());
        };
    }

    static ApiException refused(Reply reply) {
        return reply instanceof Reply.Refused refused
                ? ApiException.conflict(refused.sentence())
                : ApiException.conflict(reply.toString());
    }
}
