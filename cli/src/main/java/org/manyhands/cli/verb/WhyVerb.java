package org.manyhands.cli.verb;

import org.manyhands.cli.client.Cluster;
import org.manyhands.cli.client.Reference;
import org.manyhands.server.api.WhyView;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "why",
        description = "Says why a job, a step or a task is in its state: JOB, JOB.STEP, JOB.7, JOB.STEP.7.")
final class WhyVerb extends Verb {
    @Parameters(paramLabel = "JOB", arity = "0..1", defaultValue = "last")
    private String what = "last";

    @Override
    public Integer call() throws Exception {
        Reference reference = reference(what);
        try (Cluster cluster = reach()) {
            String id = cluster.job(reference.job()).id();
            String path = "/v1/jobs/" + id + "/why?task=" + reference.first()
                    + reference.step().map(step -> "&step=" + step).orElse("");
            WhyView answer = cluster.json("GET", path, null, WhyView.class);
            System.out.println("job " + answer.job() + " (" + answer.name() + ") is " + answer.state()
                    + (answer.sentences().isEmpty() ? "" : ": " + String.join("; ", answer.sentences())));
            answer.damages().forEach(damage -> System.err.println("mh: " + damage));
        }
        return ExitCode.OK;
    }
}
