package org.manyhands.server.api;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.manyhands.core.command.Event;
import org.manyhands.core.journal.Line.Happened;
import org.manyhands.core.state.Job;
import org.manyhands.core.state.State;
import org.manyhands.server.control.Control;

/** Which job is meant: by its id, by a unique prefix of it, by its name if only one has it, or {@code last}. */
final class JobReferences {
    private static final int NAMED_MAX = 10;
    private static final Pattern ID = Pattern.compile("[1-9][0-9]{0,17}");

    private final Control control;

    JobReferences(Control control) {
        this.control = control;
    }

    /**
     * A job that is kept.
     *
     * @throws ApiException if there is none or more than one; of a removed job it says so
     */
    Job find(String reference) throws ApiException, IOException {
        State state = control.root();
        if (reference.equals("last")) {
            return state.jobs()
                    .last()
                    .orElseThrow(() -> ApiException.notFound("there is no job yet"))
                    .value();
        }
        Optional<Job> exact =
                ID.matcher(reference).matches() ? state.jobs().get(Long.parseLong(reference)) : Optional.empty();
        return exact.isPresent() ? exact.get() : only(reference, state);
    }

    /** The id of a job that is kept, or of which the journal still knows. */
    long findEver(String reference) throws ApiException, IOException {
        State state = control.root();
        if (ID.matcher(reference).matches()) {
            long id = Long.parseLong(reference);
            if (state.jobs().containsKey(id) || removal(id).isPresent()) {
                return id;
            }
        }
        return find(reference).id();
    }

    private Job only(String reference, State state) throws ApiException, IOException {
        List<Job> matching = state.jobs().values().stream()
                .filter(job -> Long.toString(job.id()).startsWith(reference)
                        || job.plan().name().equals(reference))
                .toList();
        if (matching.size() == 1) {
            return matching.getFirst();
        }
        throw ApiException.notFound(
                matching.isEmpty()
                        ? none(reference)
                        : "'" + reference + "' stands for " + matching.size() + " jobs: "
                                + matching.stream()
                                        .map(job -> Long.toString(job.id()))
                                        .limit(NAMED_MAX)
                                        .collect(Collectors.joining(", ")));
    }

    private String none(String reference) throws IOException {
        Optional<String> removed =
                ID.matcher(reference).matches() ? removal(Long.parseLong(reference)) : Optional.empty();
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
