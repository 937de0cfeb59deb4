package org.manyhands.cli.node;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.manyhands.cli.identity.NodeIdentity;
import org.manyhands.link.Endpoint;
import org.manyhands.server.identity.LogNames;
import org.manyhands.server.link.ControlPeers;
import org.manyhands.store.DurableFile;

/**
 * Where the control nodes are, by their names in the log: as the state says, which this keeps on disk as well, because a node that
 * starts must find the others before it has the state. Safe for concurrent use.
 */
final class ControlBook implements ControlPeers.Where {
    /** Whom a node knows that has just joined, and by no name yet. */
    private static final String UNNAMED = "unnamed";

    private final DurableFile file;
    private volatile SortedMap<String, List<Endpoint>> known;
    private final String own;

    private ControlBook(DurableFile file, SortedMap<String, List<Endpoint>> known, String own) {
        this.file = file;
        this.known = known;
        this.own = own;
    }

    /**
     * That of a data directory.
     *
     * @param identity which node that is; empty: it is about to found a cluster
     * @param joined whether others let it in
     */
    static ControlBook open(Path data, Optional<NodeIdentity> identity, boolean joined) throws IOException {
        // Whom it met when it joined, if it has learnt no more since.
        List<Endpoint> met = identity.map(NodeIdentity::control).orElseGet(List::of);
        DurableFile file = new DurableFile(NodeIdentity.directory(data).resolve("control"));
        Optional<byte[]> bytes = file.read();
        SortedMap<String, List<Endpoint>> known = new TreeMap<>();
        try {
            new String(bytes.orElse(new byte[0]), StandardCharsets.UTF_8)
                    .lines()
                    .forEach(line -> {
                        List<String> words = Arrays.asList(line.split(" ", -1));
                        known.put(
                                words.getFirst(),
                                words.stream().skip(1).map(Endpoint::parse).toList());
                    });
        } catch (IllegalArgumentException damaged) {
            throw new IOException(
                    "'" + file.path() + "' is damaged: " + damaged.getMessage()
                            + "; put a copy back, or copy that of another control node",
                    damaged);
        }
        if (known.isEmpty() && !met.isEmpty()) {
            known.put(UNNAMED, met);
        }
        return new ControlBook(
                file, known, joined ? LogNames.joined(identity.orElseThrow().key()) : LogNames.FOUNDER);
    }

    /** Under which name this node is in the log, and in the book. */
    String own() {
        return own;
    }

    /** Takes what the state says. */
    void write(SortedMap<String, List<String>> now) throws IOException {
        SortedMap<String, List<Endpoint>> parsed = new TreeMap<>();
        StringBuilder lines = new StringBuilder();
        now.forEach((name, addresses) -> {
            parsed.put(name, addresses.stream().map(Endpoint::parse).toList());
            lines.append(name).append(' ').append(String.join(" ", addresses)).append('\n');
        });
        file.write(lines.toString().getBytes(StandardCharsets.UTF_8));
        known = parsed;
    }

    @Override
    public List<Endpoint> of(String member) {
        return known.getOrDefault(member, List.of());
    }

    @Override
    public Map<String, List<Endpoint>> all() {
        SortedMap<String, List<Endpoint>> others = new TreeMap<>(known);
        others.remove(own);
        others.values().removeIf(List::isEmpty);
        return others;
    }
}
