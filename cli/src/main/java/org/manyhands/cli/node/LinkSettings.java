package org.manyhands.cli.node;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.manyhands.cli.identity.NodeIdentity;
import org.manyhands.link.Endpoint;
import org.manyhands.store.DurableDirectory;
import org.manyhands.store.DurableFile;

/**
 * How a control node listens for others.
 *
 * @param at an empty host: on all addresses of this machine
 * @param advertised where others find it, if that is not what it listens on
 * @param certificateLife of the nodes' certificates
 */
public record LinkSettings(Endpoint at, Optional<Endpoint> advertised, Duration certificateLife) {
    private static final String NONE = "-";

    private static DurableFile file(Path data) {
        return new DurableFile(NodeIdentity.directory(data).resolve("listen"));
    }

    /**
     * How the node of a data directory listened when it was last told; empty if it never was.
     *
     * @throws IOException with a sentence if the file is damaged
     */
    static Optional<LinkSettings> remembered(Path data) throws IOException {
        Optional<byte[]> bytes = file(data).read();
        if (bytes.isEmpty()) {
            return Optional.empty();
        }
        String[] words = new String(bytes.get(), StandardCharsets.UTF_8).strip().split(" ", -1);
        try {
            return Optional.of(new LinkSettings(
                    Endpoint.parse(words[0]),
                    words[1].equals(NONE) ? Optional.empty() : Optional.of(Endpoint.parse(words[1])),
                    Duration.ofMillis(Long.parseLong(words[2]))));
        } catch (IllegalArgumentException | IndexOutOfBoundsException damaged) {
            throw new IOException(
                    "'" + file(data).path() + "' is damaged; say again how this node listens: mh up --listen HOST:PORT",
                    damaged);
        }
    }

    /** The node of a data directory listens like this from now on. */
    void remember(Path data) throws IOException {
        DurableDirectory.create(NodeIdentity.directory(data));
        String line =
                at + " " + advertised.map(Endpoint::toString).orElse(NONE) + " " + certificateLife.toMillis() + "\n";
        file(data).write(line.getBytes(StandardCharsets.UTF_8));
    }
}
