package org.manyhands.worker.run;

import java.nio.file.Path;
import java.util.SortedMap;

/**
 * What a worker is told at its start.
 *
 * @param node its name within the cluster
 * @param directory its own directory; scratch, cache and boot counter are below it
 * @param inventory resource to amount: cpu in thousandths, memory in bytes, others in thousandths
 * @param java the launcher of the program's own runtime, for {@code {java}} and {@code MH_JAVA}
 * @param version of the program
 */
public record WorkerSettings(
        String node,
        Path directory,
        SortedMap<String, Long> inventory,
        SortedMap<String, String> labels,
        Path java,
        String version) {

    /** Cores, rounded up, as tasks run on a slot each. */
    int slots() {
        return (int) Math.max(1, Math.ceilDiv(inventory.getOrDefault("cpu", 1_000L), 1_000L));
    }
}
