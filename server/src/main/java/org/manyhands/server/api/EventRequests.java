package org.manyhands.server.api;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;
import org.manyhands.core.command.Event;
import org.manyhands.core.journal.Line.Happened;

/** {@code /v1/events}: what happened, in order, from the journal. */
final class EventRequests implements ApiServer.Family {
    private static final int PAGE_MAX = 1_000;
    private static final long WAIT_MILLIS_MAX = 30_000;

    /** So many lines are read for one page at most; a page may thus be empty though there is more. */
    private static final int LINES_MAX = 20_000;

    private final Api api;

    EventRequests(Api api) {
        this.api = api;
    }

    @Override
    public boolean answer(Request request) throws IOException, ApiException, InterruptedException {
        if (!request.path().equals(List.of("v1", "events")) || !request.method().equals("GET")) {
            return false;
        }
        long after = request.number("after", -1);
        long wait = Math.clamp(request.number("wait", 0), 0, WAIT_MILLIS_MAX);
        if (wait > 0) {
            var _ = api.control().awaitNewer(after, Duration.ofMillis(wait));
        }
        long limit = Math.clamp(request.number("limit", PAGE_MAX), 1, PAGE_MAX);
        request.json(page(after, request.number("since", 0), request.number("job", 0), limit));
        return true;
    }

    /** Whole lines, so that {@code next} is a place between two of them. */
    private EventView.Page page(long after, long sinceMillis, long job, long limit) throws IOException {
        Happenings happenings = new Happenings(api.control().root());
        List<EventView> events = new ArrayList<>();
        long[] next = {after};
        int[] lines = {0};
        boolean first = after < 0 && sinceMillis > 0;
        ToLongFunction<Happened> number = first ? Happened::wallMillis : Happened::applied;
        api.control().journal().read(number, first ? sinceMillis : after + 1, line -> {
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
        return new EventView.Page(events, next[0], more);
    }
}
