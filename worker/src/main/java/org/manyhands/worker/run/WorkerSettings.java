package org.manyhands.worker.run;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/**
 * What a worker is told at its start.
 *
 * @param node its name within the cluster
 * @param directory its own directory; scratch, cache and boot counter are below it
 * @param inventory resource to amount: cpu in thousandths, memory and scratch in bytes, others in thousandths
 * @param devices resource to the names of its devices, for those that have some; as many as the inventory says
 * @param users where the tasks of other users work; empty if it runs none
 * @param cacheBytes of inputs that are kept for the tasks to come
 * @param java the launcher of the program's own runtime, for {@code {java}} and {@code MH_JAVA}
 * @param version of the program
 */
public record WorkerSettings(
        String node,
        Path directory,
        SortedMap<String, Long> inventory,
        SortedMap<String, List<String>> devices,
        SortedMap<String, String> labels,
        Optional<Path> users,
        long cacheBytes,
        Path java,
        String version) {

    /** Of what running tasks have in their directories, together. */
    long scratchBytes() {
        return inventory.getOrDefault(Demand.SCRATCH, DiskWatch.NO_LIMIT);
    }

    /** Cores, rounded up, as tasks run on a slot each. */
    int slots() {
        return (int) Math.max(1, Math.ceilDiv(inventory.getOrDefault(Demand.CPU, 1_000L), 1_000L));
    }
}
