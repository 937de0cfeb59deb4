package org.manyhands.cli.verb;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.manyhands.cli.client.Cluster;
import org.manyhands.cli.client.Reference;
import org.manyhands.cli.spec.Durations;
import org.manyhands.cli.spec.FlagSpec;
import org.manyhands.cli.spec.SpecException;
import org.manyhands.server.api.EventView;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "events", description = "Prints what happened, in order, to a job or to all, also before a restart.")
final class EventsVerb extends Verb {
    private static final long WAIT_MILLIS = 1_000;
    private static final long PAUSE_MILLIS = 200;
    private static final ObjectMapper JSON = new ObjectMapper();

    @Option(
            names = {"-f", "--follow"},
            description = "Goes on with what happens from now on, until it is interrupted.")
    private boolean follow;

    @Option(names = "--since", paramLabel = "DURATION", description = "Only the last so long: 90s, 10m, 1h, 2d.")
    private @Nullable String since;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORM",
            description = "table, or json: one object a line (default: table).")
    private String form = "table";

    @Parameters(paramLabel = "JOB", arity = "0..1", description = "Only what happened to this job.")
    private @Nullable String job;

    private final Set<String> damages = new LinkedHashSet<>();

    @Override
    public Integer call() throws Exception {
        if (!form.equals("table") && !form.equals("json")) {
            throw new UsageException("-o: '" + form + "' (expected: table or json)");
        }
        String filter = "&since=" + sinceMillis();
        try (Cluster cluster = reach(follow)) {
            EventView.Page page = page(cluster, -1, filter + jobFilter(job), 0);
            if (!page.job().isEmpty()) {
                filter += jobFilter(page.job());
            }
            while (print(page)) {
                page = page(cluster, page.next(), filter, page.more() ? 0 : WAIT_MILLIS);
            }
        }
        return damages.isEmpty() ? ExitCode.OK : ExitCode.INTERNAL;
    }

    private static EventView.Page page(Cluster cluster, long after, String filter, long waitMillis) throws Exception {
        return cluster.json(
                "GET", "/v1/events?after=" + after + filter + "&wait=" + waitMillis, null, EventView.Page.class);
    }

    private String jobFilter(@Nullable String wanted) throws UsageException {
        if (wanted == null) {
            return "";
        }
        Reference reference = reference(wanted);
        if (!reference.job().equals(wanted)) {
            throw new UsageException("'" + wanted + "' is not a job (expected: an id, a name or 'last'); 'mh why "
                    + wanted + "' tells what happened to a task");
        }
        return "&job=" + URLEncoder.encode(wanted, StandardCharsets.UTF_8);
    }

    /** Prints a page; whether another is wanted. */
    private boolean print(EventView.Page page) throws JsonProcessingException, InterruptedException {
        for (EventView event : page.events()) {
            print(event);
        }
        page.damages().stream().filter(damages::add).forEach(damage -> System.err.println("mh: " + damage));
        if (!page.more() && follow) {
            System.out.flush();
            Thread.sleep(PAUSE_MILLIS);
        }
        return page.more() || follow;
    }

    private long sinceMillis() throws SpecException {
        return since == null ? 0 : System.currentTimeMillis() - FlagSpec.read("--since", since, Durations::parse);
    }

    private void print(EventView event) throws JsonProcessingException {
        if (form.equals("json")) {
            System.out.println(JSON.writeValueAsString(event));
        } else {
            String what = event.job().isEmpty() ? event.text() : "job " + event.job() + "  " + event.text();
            System.out.println(Times.moment(event.timeMillis()) + "  " + what);
        }
    }
}
