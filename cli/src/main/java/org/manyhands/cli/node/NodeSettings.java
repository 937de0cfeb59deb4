package org.manyhands.cli.node;

import java.nio.file.Path;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.manyhands.cli.spec.NodeResources;
import org.manyhands.link.Endpoint;
import org.manyhands.server.leader.Retention;

/**
 * How a node is to be.
 *
 * @param works whether it also runs tasks
 * @param port where to listen on the loopback interface; 0: anywhere
 * @param retention which jobs that have ended are kept
 * @param resources what it has for tasks, where that is not what was found
 * @param labels what else it says of itself, beside facts
 * @param users where other users of this machine find it, whose tasks it runs as them; empty: it serves its owner only
 * @param links how it listens for other nodes; empty: it does not
 * @param name what it is called in the cluster that it founds; empty: as this machine
 * @param cacheBytes of inputs that are kept for the tasks to come
 * @param share where a worker gives others what it has read; empty: nowhere
 */
public record NodeSettings(
        boolean works,
        int port,
        Retention retention,
        NodeResources resources,
        SortedMap<String, String> labels,
        Optional<Path> users,
        Optional<LinkSettings> links,
        Optional<String> name,
        long cacheBytes,
        Optional<Endpoint> share) {
    /** On all addresses, wherever a port is free. */
    public static final Optional<Endpoint> SHARE_DEFAULT = Optional.of(new Endpoint("", 0));

    public static final long CACHE_BYTES_DEFAULT = 10L << 30;

    /**
     * All that it says of itself.
     *
     * @param version of this program
     */
    SortedMap<String, String> labels(String version) {
        SortedMap<String, String> all = new TreeMap<>(labels);
        all.putAll(Machine.facts(version));
        return all;
    }

    /** Of a command that becomes a node because none is there. */
    public static NodeSettings passing(boolean works) {
        return new NodeSettings(
                works,
                0,
                Retention.FOREVER,
                NodeResources.NONE,
                Collections.emptySortedMap(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                CACHE_BYTES_DEFAULT,
                SHARE_DEFAULT);
    }
}
