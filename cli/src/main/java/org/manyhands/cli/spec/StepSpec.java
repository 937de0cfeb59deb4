package org.manyhands.cli.spec;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.manyhands.core.plan.Retry;

/**
 * One step as it was written; words still hold their placeholders.
 *
 * @param name letters, digits, '-', '_' and '.', 1 to 64 characters
 * @param each the items of its own; {@link ItemSource.None} when it has none, or those of a step it follows item by item
 * @param in paths and globs, relative to the directory of the job file; empty: tasks run where the job was submitted
 * @param env names and words
 * @param resources cpu in thousandths of a core, memory in bytes, any other in thousandths
 * @param timeoutMillis of one attempt; 0 is none
 * @param graceMillis between TERM and KILL
 * @param lostAfterMillis how long tasks stay with a node that is silent, beyond its time to live; 0 is not at all
 * @param atMost how many tasks run at once; 0 is no limit
 * @param stopAfter the job is aborted when so many items failed for good; 0 is never
 * @param outputLimitBytes of standard output, of standard error, and of the files of a task, each
 * @param gather the step whose standard outputs it takes
 * @param out a word: the directory where the files of a task are put, instead of being kept
 * @param where an expression of the labels of nodes that may run it; empty: any
 * @param spread the label over whose values it is spread; empty: none
 */
public record StepSpec(
        String name,
        Command command,
        ItemSource each,
        List<After> after,
        List<String> in,
        SortedMap<String, String> env,
        SortedMap<String, Long> resources,
        Retry retry,
        long timeoutMillis,
        long graceMillis,
        long lostAfterMillis,
        int atMost,
        long stopAfter,
        long outputLimitBytes,
        Optional<Gather> gather,
        Optional<String> out,
        String where,
        String spread) {
    public static final long CPU_DEFAULT = 1_000;
    public static final long GRACE_MILLIS_DEFAULT = 10_000;
    public static final long OUTPUT_LIMIT_BYTES_DEFAULT = 1L << 30;
    /** The wait before the first retry when only a number of retries was given. */
    public static final long BACKOFF_MILLIS_DEFAULT = 1_000;

    public StepSpec {
        after = List.copyOf(after);
        in = List.copyOf(in);
        env = Collections.unmodifiableSortedMap(new TreeMap<>(env));
        resources = Collections.unmodifiableSortedMap(new TreeMap<>(resources));
    }

    /** The step it takes its items from when it has none of its own. */
    Optional<After> itemsFrom() {
        boolean own = !(each instanceof ItemSource.None);
        return own
                ? Optional.empty()
                : after.stream()
                        .filter(dependency -> dependency.mode() == After.Mode.EACH)
                        .findFirst();
    }

    /** The same step, which comes after others as well. */
    StepSpec withAfter(List<After> all) {
        return new StepSpec(
                name,
                command,
                each,
                all,
                in,
                env,
                resources,
                retry,
                timeoutMillis,
                graceMillis,
                lostAfterMillis,
                atMost,
                stopAfter,
                outputLimitBytes,
                gather,
                out,
                where,
                spread);
    }

    /** Whether it is given files by {@code {gather}}. */
    boolean gathersFiles() {
        return gather.isPresent() && gather.get().files();
    }

    boolean hasItems() {
        return !(each instanceof ItemSource.None) || itemsFrom().isPresent();
    }
}
