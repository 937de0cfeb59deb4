package org.manyhands.server.api;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToLongFunction;
import org.manyhands.core.command.Event;
import org.manyhands.core.journal.Line.Happened;
import org.manyhands.core.state.Job;
import org.manyhands.core.state.State;
import org.manyhands.server.archive.PageLostException;
import org.manyhands.server.journal.Damage;
import org.manyhands.server.journal.Journal;

/** {@code /v1/events}: what happened, in order, from the journal; {@code /v1/journal}: how much of it is kept. */
final class EventRequests implements ApiServer.Family {
    private static final int PAGE_MAX = 1_000;
    private static final long WAIT_MILLIS_MAX = 30_000;

    /** So many lines are read for one page at most; a page may thus be empty though there is more. */
    private static final int LINES_MAX = 20_000;

    private final Api api;
    private final JobReferences jobs;

    EventRequests(Api api) {
        this.api = api;
        jobs = new JobReferences(api, Optional.empty());
    }

    @Override
    public boolean answer(Request request) throws IOException, ApiException, InterruptedException {
        if (request.path().size() != 2
                || !request.path().getFirst().equals("v1")
                || !request.method().equals("GET")) {
            return false;
        }
        return switch (request.path().getLast()) {
            case "events" -> events(request);
            case "journal" -> journal(request);
            default -> false;
        };
    }

    private boolean journal(Request request) throws IOException {
        Journal journal = api.control().journal();
        Journal.Kept kept = journal.kept();
        request.json(new JournalView(
                kept.segments(),
                Journal.SEGMENTS_KEPT_MAX,
                kept.bytes(),
                Journal.BYTES_KEPT_MAX,
                kept.sinceMillis(),
                Damages.sentences(journal.read(Happened::applied, 0, _ -> true))));
        return true;
    }

    private boolean events(Request request) throws IOException, ApiException, InterruptedException {
        Optional<String> asked = request.parameter("job");
        long job = asked.isPresent() ? jobs.findEver(asked.get()) : 0;
        long after = request.number("after", -1);
        long wait = Math.clamp(request.number("wait", 0), 0, WAIT_MILLIS_MAX);
        if (wait > 0) {
            var _ = api.control().awaitNewer(after, Duration.ofMillis(wait));
        }
        long limit = Math.clamp(request.number("limit", PAGE_MAX), 1, PAGE_MAX);
        request.json(page(after, request.number("since", 0), job, limit));
        return true;
    }

    private Optional<Job> job(State state, long id) {
        try {
            return api.pages().find(state, id);
        } catch (PageLostException lost) {
            return Optional.empty();
        }
    }

    /** Whole lines, so that {@code next} is a place between two of them. */
    private EventView.Page page(long after, long sinceMillis, long job, long limit) throws IOException {
        State state = api.control().root();
        Happenings happenings = new Happenings(id -> job(state, id));
        List<EventView> events = new ArrayList<>();
        long[] next = {after};
        int[] lines = {0};
        boolean first = after < 0 && sinceMillis > 0;
        ToLongFunction<Happened> number = first ? Happened::wallMillis : Happened::applied;
        List<Damage> damages = api.control().journal().read(number, first ? sinceMillis : after + 1, line -> {
            if (events.size() >= limit || lines[0] >= LINES_MAX) {
                return false;
            }
            lines[0]++;
            next[0] = line.applied();
            for (Event event : line.events()) {
                if (job == 0 || Happenings.job(event).filter(of -> of == job).isPresent()) {
                    events.add(happenings.view(line, event));
                }
            }
            return true;
        });
        boolean more = events.size() >= limit || lines[0] >= LINES_MAX;
        return new EventView.Page(
                job == 0 ? "" : Long.toString(job), events, next[0], more, Damages.sentences(damages));
    }
}
