package org.manyhands.cli.identity;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.manyhands.core.Bytes;
import org.manyhands.core.command.Role;
import org.manyhands.link.Endpoint;
import org.manyhands.link.NodeCredentials;
import org.manyhands.server.identity.CredentialsFile;
import org.manyhands.server.identity.Gate;
import org.manyhands.server.identity.Keys;
import org.manyhands.store.DurableDirectory;
import org.manyhands.store.DurableFile;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which node a data directory is, once it belongs to a cluster: name, role, key, certificate, and where it found control nodes. Two
 * files: the second makes it valid, so a crash between them leaves a directory that may join again.
 */
public final class NodeIdentity {
    private static final Logger LOG = LoggerFactory.getLogger(NodeIdentity.class);

    private final Path directory;
    private final Role role;
    private final NodeCredentials credentials;
    private volatile List<Endpoint> control;

    private NodeIdentity(Path directory, Role role, NodeCredentials credentials, List<Endpoint> control) {
        this.directory = directory;
        this.role = role;
        this.credentials = credentials;
        this.control = control;
    }

    /** Where a data directory keeps it, and the cluster's authority. */
    public static Path directory(Path data) {
        return data.resolve("identity");
    }

    /** Whether a data directory is that of a node of a cluster; cheaper than to read which. */
    public static boolean isOne(Path data) {
        return Files.exists(directory(data).resolve("member"));
    }

    /**
     * Which node this is; empty if it belongs to no cluster.
     *
     * @throws IOException with a sentence if a file is damaged
     */
    public static Optional<NodeIdentity> read(Path data) throws IOException {
        Path directory = directory(data);
        Optional<byte[]> member = new DurableFile(directory.resolve("member")).read();
        if (member.isEmpty()) {
            return Optional.empty();
        }
        List<String> words = Arrays.asList(
                new String(member.get(), StandardCharsets.UTF_8).strip().split("\\s+"));
        NodeCredentials credentials = new CredentialsFile(directory.resolve("node.p12"))
                .read()
                .orElseThrow(() -> new IOException("'" + directory.resolve("node.p12")
                        + "' is missing: put a copy back, or remove the node and join again with another directory"));
        try {
            return Optional.of(new NodeIdentity(
                    directory,
                    Role.valueOf(words.getFirst().toUpperCase(Locale.ROOT)),
                    credentials,
                    words.stream().skip(1).map(Endpoint::parse).toList()));
        } catch (IllegalArgumentException damaged) {
            throw new IOException("'" + directory.resolve("member") + "' is damaged: " + damaged.getMessage(), damaged);
        }
    }

    /** Makes the data directory this node, durably. */
    public static NodeIdentity write(
            Path data, Role role, PrivateKey key, List<X509Certificate> chain, List<Endpoint> control)
            throws IOException {
        Path directory = directory(data);
        DurableDirectory.create(directory);
        new CredentialsFile(directory.resolve("node.p12")).write(key, chain);
        NodeIdentity made = new NodeIdentity(directory, role, new NodeCredentials(key, chain), control);
        made.write();
        return made;
    }

    private void write() throws IOException {
        List<String> words = new ArrayList<>();
        words.add(role.word());
        control.forEach(each -> words.add(each.toString()));
        new DurableFile(directory.resolve("member"))
                .write((words.stream().collect(Collectors.joining(" ")) + "\n").getBytes(StandardCharsets.UTF_8));
    }

    /** Control nodes are there by now, which this node finds after a restart. */
    public void learn(List<Endpoint> now) {
        control = List.copyOf(now);
        try {
            write();
        } catch (IOException failed) {
            LOG.warn("Where the control nodes are cannot be written down: {}", failed.getMessage());
        }
    }

    public String name() {
        return Gate.name(credentials.certificate());
    }

    public Role role() {
        return role;
    }

    public NodeCredentials credentials() {
        return credentials;
    }

    /** What the cluster knows its key by. */
    public Bytes key() {
        return Keys.digest(credentials.certificate().getPublicKey());
    }

    /** Where control nodes were, as far as it knows. */
    public List<Endpoint> control() {
        return control;
    }

    /** A younger certificate is there: connections that are made from now on show it, also after a restart. */
    void renewed(List<X509Certificate> chain) throws IOException {
        new CredentialsFile(directory.resolve("node.p12")).write(credentials.key(), chain);
        credentials.renew(chain);
    }
}
