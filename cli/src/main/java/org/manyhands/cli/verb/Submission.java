package org.manyhands.cli.verb;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import org.manyhands.cli.client.Cluster;
import org.manyhands.cli.client.OutOfReachException;
import org.manyhands.cli.client.ProblemException;
import org.manyhands.cli.spec.After;
import org.manyhands.cli.spec.CompiledJob;
import org.manyhands.cli.spec.Compiler;
import org.manyhands.cli.spec.ItemResolver;
import org.manyhands.cli.spec.ItemSource;
import org.manyhands.cli.spec.JobSpec;
import org.manyhands.cli.spec.SpecException;
import org.manyhands.cli.submit.SubmitterEnvironment;
import org.manyhands.cli.submit.Uploads;
import org.manyhands.core.codec.Codec;
import org.manyhands.core.plan.Plan;
import org.manyhands.server.api.JobView;
import org.manyhands.server.api.SubmittedView;
import org.manyhands.wire.Items;

/** From a job as it was given to a job that is accepted: items and inputs are uploaded, the plan is compiled and sent. */
final class Submission {
    static final Codec<Plan> PLANS = Codec.of(Plan.class);
    private static final int KEY_BYTES = 16;

    private final Cluster cluster;
    private Optional<StandardInputFeed> feed = Optional.empty();
    private boolean feeding;
    private final Path spool = Path.of(System.getProperty("java.io.tmpdir"));

    Submission(Cluster cluster) {
        this.cluster = cluster;
    }

    /** This process stays, so items that come later on standard input may come to the job while it runs. */
    Submission staying() {
        feeding = true;
        return this;
    }

    CompiledJob compile(JobOptions.Given given) throws SpecException, IOException {
        feeding &= mayBeOpen(given.job().spec());
        Compiler.Submitter submitter = new Compiler.Submitter(
                System.getProperty("user.name"), Path.of("").toAbsolutePath().toString());
        Uploads uploads = new Uploads(cluster.sink(), given.directory(), System.in);
        CompiledJob job = Compiler.compile(given.job(), submitter, source -> items(source, uploads), uploads::inputs);
        job.warnings().forEach(warning -> CommandLines.say("warning: " + warning));
        return job;
    }

    /** The job as accepted; a repeated attempt with the same key is the same job. */
    JobView submit(CompiledJob job) throws ProblemException, OutOfReachException, InterruptedException {
        return submit("/v1/jobs", SubmitterEnvironment.added(job.plan(), SubmitterEnvironment.of(System.getenv())));
    }

    /** The same at another address. */
    JobView submit(String address, Plan plan) throws ProblemException, OutOfReachException, InterruptedException {
        byte[] key = new byte[KEY_BYTES];
        new SecureRandom().nextBytes(key);
        SubmittedView submitted = cluster.json(
                "POST", address + "?key=" + HexFormat.of().formatHex(key), PLANS.encode(plan), SubmittedView.class);
        return submitted.view() == null ? cluster.job(submitted.job()) : submitted.view();
    }

    /** A list that grows cannot be matched with another one that does not. */
    private static boolean mayBeOpen(JobSpec job) {
        return job.steps().stream()
                .allMatch(step -> step.each() instanceof ItemSource.None
                        || step.after().stream().noneMatch(after -> after.mode() == After.Mode.EACH));
    }

    /** Gives the job the items that come from now on; at once back. */
    void feed(JobView job) {
        feed.ifPresent(open -> new Feeder(cluster, job, open, spool).start());
    }

    private ItemResolver.ResolvedItems items(ItemSource source, Uploads uploads) throws SpecException, IOException {
        if (!feeding || !(source instanceof ItemSource.StandardInput)) {
            return uploads.items(source);
        }
        StandardInputFeed input = StandardInputFeed.start(source, System.in);
        if (input.awaitFirst()) {
            return uploads.list(list -> input.takeAll(list::add));
        }
        feed = Optional.of(input);
        Items items =
                Items.newBuilder().setOpen(Items.Open.getDefaultInstance()).build();
        return new ItemResolver.ResolvedItems(0, items, ByteString.EMPTY, true);
    }
}
