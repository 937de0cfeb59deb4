package org.manyhands.server.api;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.manyhands.core.command.Event;
import org.manyhands.core.journal.Line.Happened;
import org.manyhands.core.state.Job;
import org.manyhands.core.state.State;
import org.manyhands.server.archive.PageLostException;
import org.manyhands.server.archive.Pages;
import org.manyhands.server.control.Control;

/** Which job is meant: by its id, by a unique prefix of it, by its name if only one has it, or {@code last}. */
final class JobReferences {
    private static final int NAMED_MAX = 10;
    private static final Pattern ID = Pattern.compile("[1-9][0-9]{0,17}");

    private final Control control;
    private final Pages pages;
    private final Optional<String> guest;

    /** @param guest whose jobs are meant and no others; empty: all are */
    JobReferences(Api api, Optional<String> guest) {
        control = api.control();
        pages = api.pages();
        this.guest = guest;
    }

    /**
     * A job that is kept, in the state or as a page.
     *
     * @throws ApiException if there is none or more than one; of a removed job it says so
     * @throws PageLostException if its page cannot be read
     */
    Job find(String reference) throws ApiException, IOException {
        State state = control.root();
        long id = id(state, reference);
        return pages.find(state, id).orElseThrow();
    }

    /** The id of a job that is kept, also if its page cannot be read. */
    long id(String reference) throws ApiException, IOException {
        return id(control.root(), reference);
    }

    /** The id of a job that is kept, or of which the journal still knows. */
    long findEver(String reference) throws ApiException, IOException {
        State state = control.root();
        if (ID.matcher(reference).matches()) {
            long id = Long.parseLong(reference);
            if (state.knows(id) || removal(id).isPresent()) {
                return id;
            }
        }
        return id(state, reference);
    }

    /** The ids of the newest jobs below one, the newest first. */
    List<Long> below(State state, long before, long limit) {
        return guest.isEmpty()
                ? Pages.below(state, before, limit)
                : Pages.below(state, before, Long.MAX_VALUE).stream()
                        .filter(id -> shown(state, id))
                        .limit(limit)
                        .toList();
    }

    /** Guests see their own jobs, as far as these can be read. */
    private boolean shown(State state, long id) {
        if (guest.isEmpty()) {
            return true;
        }
        try {
            return pages.find(state, id).map(job -> job.plan().owner()).equals(guest);
        } catch (PageLostException lost) {
            return false;
        }
    }

    private long id(State state, String reference) throws ApiException, IOException {
        if (reference.equals("last")) {
            Optional<Long> newest = guest.isEmpty()
                    ? Pages.newest(state)
                    : below(state, Long.MAX_VALUE, 1).stream().findFirst();
            return newest.orElseThrow(() -> ApiException.notFound("there is no job yet"));
        }
        return ID.matcher(reference).matches()
                        && state.knows(Long.parseLong(reference))
                        && shown(state, Long.parseLong(reference))
                ? Long.parseLong(reference)
                : only(reference, state);
    }

    private long only(String reference, State state) throws ApiException, IOException {
        SortedSet<Long> matching = new TreeSet<>();
        state.jobs()
                .forEach((id, job) -> add(matching, reference, id, job.plan().name()));
        state.archived().forEach((id, job) -> add(matching, reference, id, job.name()));
        matching.removeIf(id -> !shown(state, id));
        if (matching.size() == 1) {
            return matching.getFirst();
        }
        throw ApiException.notFound(
                matching.isEmpty()
                        ? none(reference)
                        : "'" + reference + "' stands for " + matching.size() + " jobs: "
                                + matching.stream()
                                        .map(id -> Long.toString(id))
                                        .limit(NAMED_MAX)
                                        .collect(Collectors.joining(", ")));
    }

    private static void add(SortedSet<Long> matching, String reference, long id, String name) {
        if (Long.toString(id).startsWith(reference) || name.equals(reference)) {
            matching.add(id);
        }
    }

    private String none(String reference) throws IOException {
        Optional<String> removed = guest.isEmpty() && ID.matcher(reference).matches()
                ? removal(Long.parseLong(reference))
                : Optional.empty();
        return removed.isPresent()
                ? "job " + reference + " was " + removed.get() + "; 'mh events " + reference
                        + "' tells what happened to it"
                : "there is no job '" + reference + "'; 'mh jobs' lists them";
    }

    /** By whom and when a job was removed, as far as the journal goes back. */
    private Optional<String> removal(long id) throws IOException {
        if (id >= control.root().nextId()) {
            return Optional.empty();
        }
        List<String> found = new ArrayList<>();
        var _ = control.journal().read(Happened::applied, 0, line -> {
            for (Event event : line.events()) {
                if (event instanceof Event.JobRemoved removed && removed.job() == id) {
                    found.add("removed" + (removed.actor().isEmpty() ? "" : " by " + removed.actor()) + " at "
                            + History.moment(line.wallMillis()));
                }
            }
            return found.isEmpty();
        });
        return found.stream().findFirst();
    }
}
