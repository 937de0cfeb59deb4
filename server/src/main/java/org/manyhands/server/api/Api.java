package org.manyhands.server.api;

import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.manyhands.server.archive.Pages;
import org.manyhands.server.blob.Repair;
import org.manyhands.server.control.Control;
import org.manyhands.store.BlobStore;

/**
 * What requests are answered from.
 *
 * @param pages of jobs that are archived in the store
 * @param node the name of this node
 * @param inventory what this machine has, also where it runs no tasks
 * @param labels what this machine is like, also where it runs no tasks
 * @param containment how well this node keeps hold of what tasks start; empty where it runs none
 * @param listening how other nodes reach this one; empty while it does not listen for them
 * @param voters who keeps the log, by names in it
 * @param answers whether one of them answers now
 * @param storeDamage one sentence for each place where its store is found damaged by now
 * @param copies what was found on the stores of all control nodes; empty where nobody has looked
 */
public record Api(
        Control control,
        BlobStore blobs,
        Pages pages,
        String node,
        String version,
        SortedMap<String, Long> inventory,
        SortedMap<String, String> labels,
        String containment,
        Supplier<Optional<Listening>> listening,
        Supplier<SortedSet<String>> voters,
        Predicate<String> answers,
        Supplier<List<String>> storeDamage,
        Supplier<Optional<Repair.Survey>> copies) {
    /**
     * How other nodes reach this one.
     *
     * @param fingerprint SHA-256 of the certificate of the cluster, hexadecimal
     * @param addresses HOST:PORT each
     */
    public record Listening(String fingerprint, List<String> addresses) {}
}
