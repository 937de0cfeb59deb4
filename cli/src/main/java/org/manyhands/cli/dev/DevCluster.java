package org.manyhands.cli.dev;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.manyhands.cli.identity.NodeIdentity;
import org.manyhands.cli.node.DataDirectory;
import org.manyhands.cli.node.DataDirectoryException;
import org.manyhands.cli.node.NodeException;
import org.manyhands.cli.node.RunningNode;
import org.manyhands.core.command.Role;
import org.manyhands.server.api.ApiServer;

/**
 * Control nodes and workers as processes of this machine, each with a directory below {@code dev-cluster}; this process passes on to
 * whichever control node is there what it is asked for the directory itself.
 */
public final class DevCluster {
    private static final String FIRST = "c1";

    private final DataDirectory.Hold hold;
    private final Path home;
    private final Consumer<String> said;
    private final List<DevNode> nodes = new ArrayList<>();
    private volatile boolean closing;

    private DevCluster(DataDirectory.Hold hold, Path home, Consumer<String> said) {
        this.hold = hold;
        this.home = home;
        this.said = said;
    }

    /**
     * Starts all nodes; those that were there before with what they had.
     *
     * @param resources of each node, as for {@code mh up --resources}; empty: one core
     * @param said is told what becomes of nodes
     */
    public static RunningNode open(
            DataDirectory directory,
            DataDirectory.Hold hold,
            DevSize size,
            int port,
            String resources,
            Consumer<String> said)
            throws NodeException, InterruptedException {
        DevCluster cluster = new DevCluster(hold, directory.path().resolve("dev-cluster"), said);
        boolean opened = false;
        try {
            cluster.start(size, resources.isEmpty() ? "cpu=1" : resources);
            ApiServer api = ApiServer.relaying(port, directory.token(), new DevUpstream(cluster.controls()));
            hold.announce(api.address().toString());
            opened = true;
            return cluster.serving(api);
        } catch (IOException | DataDirectoryException failed) {
            throw new NodeException(String.valueOf(failed.getMessage()));
        } finally {
            if (!opened) {
                cluster.end();
            }
        }
    }

    private List<DevNode> controls() {
        return nodes.stream().filter(node -> role(node.name()) == Role.CONTROL).toList();
    }

    private RunningNode serving(ApiServer api) {
        return new RunningNode() {
            @Override
            public String description() {
                return nodes.stream()
                        .map(node -> node.name() + " (process " + node.pid() + ")")
                        .collect(Collectors.joining(", ", "", " are up: " + api.address()));
            }

            // All of them end together, so that nothing could go elsewhere.
            @Override
            public boolean drain(Duration limit) {
                return true;
            }

            @Override
            public void close() throws IOException {
                api.close();
                end();
                hold.close();
            }
        };
    }

    private void start(DevSize size, String resources)
            throws IOException, DataDirectoryException, NodeException, InterruptedException {
        List<String> names = new ArrayList<>(names(Role.CONTROL, size.controls()));
        names.addAll(names(Role.WORKER, size.workers()));
        requireAll(names);
        if (!known(FIRST)) {
            start(FIRST, List.of("up", "--name", FIRST, "--listen", "127.0.0.1:" + freePort()), "", resources);
            awaitUp();
        }
        for (String name : names) {
            if (known(name) && nodes.stream().noneMatch(node -> node.name().equals(name))) {
                start(name, List.of("up"), "", resources);
            }
        }
        awaitUp();
        List<String> missing = new ArrayList<>(names);
        nodes.forEach(node -> missing.remove(node.name()));
        for (Role role : Role.values()) {
            join(missing.stream().filter(name -> role(name) == role).toList(), role, resources);
        }
        awaitUp();
        nodes.sort(Comparator.comparing(DevNode::name));
    }

    private void awaitUp() throws NodeException, InterruptedException {
        for (DevNode node : nodes) {
            node.awaitUp();
        }
    }

    /** Named by the first letter of what they are. */
    private static List<String> names(Role role, int count) {
        return IntStream.rangeClosed(1, count)
                .mapToObj(i -> role.word().substring(0, 1) + i)
                .toList();
    }

    private static Role role(String name) {
        return name.startsWith(Role.CONTROL.word().substring(0, 1)) ? Role.CONTROL : Role.WORKER;
    }

    /** Nodes that are in the cluster are not left out: others would wait for them. */
    private void requireAll(List<String> names) throws IOException, NodeException {
        if (!Files.isDirectory(home)) {
            return;
        }
        try (Stream<Path> there = Files.list(home)) {
            List<String> more = there.map(path -> path.getFileName().toString())
                    .filter(name -> !names.contains(name))
                    .sorted()
                    .toList();
            if (!more.isEmpty()) {
                throw new NodeException("'" + home + "' also has " + String.join(", ", more)
                        + "; say as many nodes as there are, or remove the directory to begin anew");
            }
        }
    }

    private DataDirectory directory(String name) {
        return new DataDirectory(home.resolve(name));
    }

    private boolean known(String name) throws IOException {
        return NodeIdentity.read(directory(name).path()).isPresent();
    }

    /** They are ended together, so that nothing could go elsewhere while one is drained. */
    private void start(String name, List<String> words, String input, String resources)
            throws IOException, DataDirectoryException {
        DataDirectory directory = directory(name);
        directory.prepare();
        List<String> all = new ArrayList<>(words);
        all.addAll(List.of("--resources", resources, "--drain-limit", "0"));
        DevNode node = DevNode.start(name, directory, all, input, sentence -> {
            if (!closing) {
                said.accept(sentence);
            }
        });
        nodes.add(node);
        node.onEnd(code -> {
            if (!closing) {
                said.accept("node " + name + " (process " + node.pid() + ") has ended with exit code " + code);
            }
        });
    }

    private void join(List<String> names, Role role, String resources)
            throws IOException, DataDirectoryException, NodeException, InterruptedException {
        if (names.isEmpty()) {
            return;
        }
        String token = token(role, names.size());
        for (String name : names) {
            List<String> words = new ArrayList<>(List.of("join", "-", "--role", role.word(), "--name", name));
            if (role == Role.CONTROL) {
                words.addAll(List.of("--listen", "127.0.0.1:" + freePort()));
            }
            start(name, words, token + "\n", resources);
        }
    }

    private String token(Role role, int uses) throws IOException, NodeException, InterruptedException {
        Process process = new ProcessBuilder(DevNode.command(
                        directory(FIRST),
                        List.of("token", "create", "--role", role.word(), "--uses", Integer.toString(uses))))
                .redirectErrorStream(true)
                .start();
        String out;
        try (InputStream said = process.getInputStream()) {
            out = new String(said.readAllBytes(), StandardCharsets.UTF_8).strip();
        }
        if (process.waitFor() != 0) {
            throw new NodeException(out);
        }
        return out.lines().reduce((_, last) -> last).orElseThrow();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** Workers first: they have results to hand in. */
    private void end() {
        closing = true;
        List<DevNode> controls = controls();
        List<DevNode> workers = new ArrayList<>(nodes);
        workers.removeAll(controls);
        for (List<DevNode> some : List.of(workers, controls)) {
            some.forEach(DevNode::terminate);
            some.forEach(DevNode::awaitEnd);
        }
    }
}
