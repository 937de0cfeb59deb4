package org.manyhands.worker.run;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.manyhands.store.BlobRefusedException;
import org.manyhands.store.BlobSource;
import org.manyhands.store.Digest;
import org.manyhands.store.pack.PackEntry;
import org.manyhands.store.pack.StepCommits;
import org.manyhands.store.tree.TreeReader;
import org.manyhands.wire.StepInput;
import org.manyhands.wire.StepResults;
import org.manyhands.wire.TaskTemplate;
import org.manyhands.worker.lease.ItemBits;
import org.manyhands.worker.lease.StepKey;
import org.roaringbitmap.PeekableIntIterator;
import org.roaringbitmap.RoaringBitmap;

/**
 * Brings inputs to where a task finds them: declared files, and the outputs of other steps. What many tasks share is
 * materialised once in a cache and copied for each, because a task may change what it is given.
 */
final class Staging {
    private static final String TREE = "tree-";

    private final ControlLink link;
    private final BlobSource source;
    private final StagingCache cache;

    Staging(ControlLink link, BlobSource source, StagingCache cache) {
        this.link = link;
        this.source = source;
        this.cache = cache;
    }

    /** The declared inputs, below an empty directory. */
    void inputs(TaskTemplate template, Path directory) throws IOException, StagingException {
        if (!template.getInputs().isEmpty()) {
            Digest tree = Digest.fromBytes(template.getInputs().toByteArray());
            cache.copy(TREE + tree, directory, target -> {
                try (TreeReader reader = TreeReader.open(source, tree)) {
                    reader.materializeInto(target);
                }
            });
        }
    }

    /** The declared inputs that lie here ready, of those that are large. */
    static List<Digest> ready(StagingCache cache) {
        return cache.large().stream()
                .filter(name -> name.startsWith(TREE))
                .map(name -> Digest.fromHex(name.substring(TREE.length())))
                .toList();
    }

    /**
     * The outputs of another step, below an empty directory.
     *
     * @throws StagingException if they are gone, or two items wrote the same file
     */
    void outputs(StepKey step, int item, StepInput input, Path directory)
            throws IOException, StagingException, LinkDownException, InterruptedException {
        StepKey from = new StepKey(step.job(), input.getStep());
        Optional<StepResults> found = link.results(from);
        if (found.isEmpty()) {
            throw new StagingException("the job is gone");
        }
        StepResults results = found.get();
        if (input.getEach()) {
            try (StepCommits commits = commits(from, results)) {
                entry(commits, input, item).materialize(directory);
            }
        } else {
            cache.copy(name(from, results), directory, target -> all(from, input, results, target));
        }
    }

    /** The standard outputs of all tasks of another step, in the order of their items. */
    InputStream standardOutputs(StepKey step, int number)
            throws StagingException, LinkDownException, InterruptedException {
        StepKey from = new StepKey(step.job(), number);
        StepResults results = link.results(from).orElseThrow(() -> new StagingException("the job is gone"));
        return new StepStream(
                commits(from, results), ItemBits.read(results.getOk()).getIntIterator());
    }

    /** The standard outputs of all tasks of another step as files in an empty directory, and the list of their paths. */
    void gather(StepKey step, int number, Path directory, Path list)
            throws IOException, StagingException, LinkDownException, InterruptedException {
        StepKey from = new StepKey(step.job(), number);
        StepResults results = link.results(from).orElseThrow(() -> new StagingException("the job is gone"));
        try (StepCommits commits = commits(from, results)) {
            GatheredFiles.write(commits, ItemBits.read(results.getOk()), directory, list);
        }
    }

    private void all(StepKey from, StepInput input, StepResults results, Path target)
            throws IOException, StagingException {
        RoaringBitmap ok = ItemBits.read(results.getOk());
        try (StepCommits commits = commits(from, results)) {
            Merge merge = new Merge(input.getName(), target);
            for (PeekableIntIterator items = ok.getIntIterator(); items.hasNext(); ) {
                int item = items.next();
                merge.add(item, entry(commits, input, item));
            }
        }
    }

    private static PackEntry entry(StepCommits commits, StepInput input, int item)
            throws IOException, StagingException {
        return commits.find(item)
                .orElseThrow(() -> new StagingException(
                        "the output of task " + (item + 1) + " of step " + input.getName() + " is gone"));
    }

    private StepCommits commits(StepKey step, StepResults results) {
        List<StepCommits.Commit> commits = new ArrayList<>();
        for (StepResults.CommitRef ref : results.getCommitsList()) {
            RoaringBitmap refused = ItemBits.read(ref.getRefused());
            commits.add(new StepCommits.Commit(
                    Digest.fromBytes(ref.getPack().toByteArray()),
                    ref.getIndex(),
                    ref.getFirst(),
                    ref.getLast(),
                    item -> refused.contains((int) item)));
        }
        return new StepCommits(source, step.job(), step.step(), commits);
    }

    /** Equal results have equal names: what is in the cache is what would be made. */
    private static String name(StepKey step, StepResults results) {
        ByteString content = results.toBuilder().clearApplied().build().toByteString();
        return "step-" + step.job() + "-" + step.step() + "-" + Digest.of(content.toByteArray());
    }

    /** Puts the files of many items into one directory, where each name may be there once. */
    private record Merge(String step, Path target) {
        void add(int item, PackEntry entry) throws IOException, StagingException {
            for (var file : entry.files()) {
                boolean directory = file.body() instanceof org.manyhands.store.files.FileEntry.Body.Directory;
                if (!directory && Files.exists(file.path().in(target))) {
                    throw new StagingException("'" + file.path() + "' was written by task " + (item + 1) + " of step "
                            + step + " and by an earlier one; give each task its own file names, with {#} for example");
                }
            }
            try {
                entry.materialize(target);
            } catch (BlobRefusedException refused) {
                throw new StagingException("step " + step + ", task " + (item + 1) + ": " + refused.getMessage());
            }
        }
    }
}
