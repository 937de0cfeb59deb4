package org.manyhands.cli.verb;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.manyhands.cli.client.Cluster;
import org.manyhands.cli.client.OutOfReachException;
import org.manyhands.cli.client.ProblemException;
import org.manyhands.cli.spec.After;
import org.manyhands.cli.spec.CompiledJob;
import org.manyhands.cli.spec.Compiler;
import org.manyhands.cli.spec.Glob;
import org.manyhands.cli.spec.ItemReader;
import org.manyhands.cli.spec.ItemResolver;
import org.manyhands.cli.spec.ItemSource;
import org.manyhands.cli.spec.JobSpec;
import org.manyhands.cli.spec.SpecException;
import org.manyhands.cli.spec.SplitFile;
import org.manyhands.core.Bytes;
import org.manyhands.core.codec.Codec;
import org.manyhands.core.plan.Plan;
import org.manyhands.server.api.JobView;
import org.manyhands.store.BlobRefusedException;
import org.manyhands.store.SealedBlob;
import org.manyhands.store.items.ItemListBuilder;
import org.manyhands.store.split.SplitBuilder;
import org.manyhands.store.tree.TreeBuilder;
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
        CompiledJob job = Compiler.compile(
                given.job(),
                submitter,
                source -> items(source, given.directory()),
                patterns -> inputs(patterns, given.directory()));
        job.warnings().forEach(warning -> CommandLines.say("warning: " + warning));
        return job;
    }

    /** The job as accepted; a repeated attempt with the same key is the same job. */
    JobView submit(CompiledJob job) throws ProblemException, OutOfReachException, InterruptedException {
        byte[] key = new byte[KEY_BYTES];
        new SecureRandom().nextBytes(key);
        Submitted submitted = cluster.json(
                "POST",
                "/v1/jobs?key=" + HexFormat.of().formatHex(key),
                PLANS.encode(SubmitterEnvironment.added(job.plan(), System.getenv())),
                Submitted.class);
        return cluster.job(submitted.job());
    }

    /** What a submit is answered. */
    record Submitted(String job, boolean known) {}

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

    private ItemResolver.ResolvedItems items(ItemSource source, Path directory) throws SpecException, IOException {
        if (source instanceof ItemSource.Split split) {
            return blocks(split, directory);
        }
        try (ItemListBuilder list = new ItemListBuilder(spool)) {
            long count;
            if (feeding && source instanceof ItemSource.StandardInput) {
                StandardInputFeed input = StandardInputFeed.start(source, System.in);
                if (!input.awaitFirst()) {
                    feed = Optional.of(input);
                    Items items = Items.newBuilder()
                            .setOpen(Items.Open.getDefaultInstance())
                            .build();
                    return new ItemResolver.ResolvedItems(0, items, ByteString.EMPTY, true);
                }
                count = input.takeAll(list::add);
            } else {
                count = new ItemReader(directory, System.in).read(source, list::add);
            }
            try (SealedBlob sealed = list.seal()) {
                cluster.sink().putIfAbsent(sealed);
                Items items = Items.newBuilder()
                        .setList(ByteString.copyFrom(sealed.name().toBytes()))
                        .build();
                return new ItemResolver.ResolvedItems(count, items);
            }
        }
    }

    /** The blocks of a file are numbered from 1; the content goes into the store once. */
    private ItemResolver.ResolvedItems blocks(ItemSource.Split split, Path directory)
            throws SpecException, IOException {
        try (SplitBuilder blocks = new SplitBuilder(cluster.sink(), spool)) {
            SplitFile.read(split, directory, System.in, blocks);
            try (SealedBlob sealed = blocks.seal()) {
                cluster.sink().putIfAbsent(sealed);
                Items numbers = Items.newBuilder()
                        .setRange(Items.Range.newBuilder().setFirst(1).setStep(1))
                        .build();
                return new ItemResolver.ResolvedItems(
                        blocks.blocks(),
                        numbers,
                        ByteString.copyFrom(sealed.name().toBytes()),
                        false);
            }
        } catch (BlobRefusedException refused) {
            throw new SpecException(String.valueOf(refused.getMessage()), java.util.Optional.empty());
        }
    }

    private Bytes inputs(List<String> patterns, Path directory) throws SpecException, IOException {
        List<Path> paths = new ArrayList<>();
        for (String pattern : patterns) {
            List<String> found = Glob.expand(directory, pattern);
            if (found.isEmpty()) {
                throw new SpecException(
                        "'" + pattern + "' names no file in " + directory
                                + " (expected: a path or glob relative to it)",
                        java.util.Optional.empty());
            }
            found.forEach(path -> paths.add(Path.of(path)));
        }
        try (SealedBlob tree = new TreeBuilder(cluster.sink(), spool).fromPaths(directory, paths)) {
            cluster.sink().putIfAbsent(tree);
            return Bytes.copyOf(tree.name().toBytes());
        } catch (BlobRefusedException refused) {
            throw new SpecException(String.valueOf(refused.getMessage()), java.util.Optional.empty());
        }
    }
}
