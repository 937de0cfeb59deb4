package org.manyhands.cli.verb;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.jspecify.annotations.Nullable;
import org.manyhands.cli.client.Cluster;
import org.manyhands.cli.spec.Durations;
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

    @Override
    public Integer call() throws Exception {
        if (!form.equals("table") && !form.equals("json")) {
            throw new UsageException("-o: '" + form + "' (expected: table or json)");
        }
        long sinceMillis = sinceMillis();
        try (Cluster cluster = reach(follow)) {
            String id = job == null ? "0" : cluster.job(reference(job).job()).id();
            String filter = "&job=" + id + "&since=" + sinceMillis;
            long after = -1;
            long wait = 0;
            while (true) {
                EventView.Page page = cluster.json(
                        "GET", "/v1/events?after=" + after + filter + "&wait=" + wait, null, EventView.Page.class);
                for (EventView event : page.events()) {
                    print(event);
                }
                after = page.next();
                if (!page.more()) {
                    if (!follow) {
                        return ExitCode.OK;
                    }
                    System.out.flush();
                    wait = WAIT_MILLIS;
                    Thread.sleep(PAUSE_MILLIS);
                }
            }
        }
    }

    private long sinceMillis() throws SpecException {
        return since == null ? 0 : System.currentTimeMillis() - Durations.parse(since);
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
