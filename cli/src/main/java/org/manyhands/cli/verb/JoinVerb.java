package org.manyhands.cli.verb;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.manyhands.cli.identity.Joining;
import org.manyhands.cli.identity.JoiningException;
import org.manyhands.cli.identity.NodeIdentity;
import org.manyhands.cli.identity.TokenText;
import org.manyhands.cli.node.DataDirectory;
import org.manyhands.cli.node.DataDirectoryException;
import org.manyhands.cli.node.Machine;
import org.manyhands.cli.node.Node;
import org.manyhands.cli.node.NodeSettings;
import org.manyhands.cli.node.WorkerNode;
import org.manyhands.cli.spec.SpecException;
import org.manyhands.core.command.Role;
import org.manyhands.server.leader.Retention;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "join",
        description = {
            "Makes this machine a node of a cluster, and runs its tasks in the foreground until it is stopped with Ctrl-C.",
            "With --role control it also keeps the state of the cluster, which then outlives the loss of a minority of them.",
            "After the first time, 'mh up' with the same data directory does."
        },
        footer = {
            "",
            "Example:",
            "  mh token create             on a control node, which was started with 'mh up --listen'",
            "  mh join mh1-...             here, with the word that it printed",
            "  mh join - <word             the same with the word in a file, which no list of processes shows",
        })
final class JoinVerb extends Verb {
    /** Far more than a token has. */
    private static final int LINE_CHARS_MAX = 64 << 10;

    @Parameters(
            paramLabel = "TOKEN",
            description =
                    "The word that 'mh token create' printed on a control node; -: the first line of the standard input.")
    private String token = "";

    @Option(names = "--name", paramLabel = "NAME", description = "The name of the node (default: of this machine).")
    private @Nullable String name;

    @Option(
            names = "--role",
            paramLabel = "ROLE",
            description = "worker: it runs tasks (default); control: it also keeps the state, as one of 3 or 5.")
    private String role = Role.WORKER.word();

    @Mixin
    private final ListenOptions listen = new ListenOptions();

    @Mixin
    private final NodeOptions node = new NodeOptions();

    @Override
    public Integer call() throws Exception {
        Role wanted = role();
        NodeSettings settings = settings(wanted);
        TokenText text = parse(word().strip());
        DataDirectory directory = directory();
        directory.prepare();
        NodeLog.write(directory.path());
        Optional<DataDirectory.Hold> hold = Serving.holdInTurn(directory);
        if (hold.isEmpty()) {
            return ExitCode.USAGE;
        }
        NodeIdentity identity = join(directory, hold.get(), text, wanted);
        return Serving.serve(
                directory,
                hold.get(),
                node.drainLimit(),
                held -> wanted == Role.CONTROL
                        ? Node.open(directory, held, settings, Version.TEXT)
                        : WorkerNode.open(directory, held, identity, settings, Version.TEXT));
    }

    private Role role() throws UsageException {
        return Role.of(role)
                .orElseThrow(() -> new UsageException("--role: '" + role + "' (expected: worker or control)"));
    }

    private NodeSettings settings(Role wanted) throws SpecException, UsageException {
        if (wanted == Role.WORKER && listen.given().isPresent()) {
            throw new UsageException(
                    listen.given().get() + " goes with --role control; a worker dials and does not listen");
        }
        return new NodeSettings(
                true,
                node.port(),
                Retention.FOREVER,
                node.resources(),
                node.labels(),
                Optional.empty(),
                wanted == Role.CONTROL ? Optional.of(listen.settingsOrAll()) : Optional.empty(),
                Optional.empty(),
                node.cacheBytes(),
                node.share());
    }

    /** Where the word itself is among the arguments, everyone on this machine can read it. */
    private String word() throws IOException {
        if (!token.equals("-")) {
            return token;
        }
        StringBuilder line = new StringBuilder();
        int next = System.in.read();
        while (next >= 0 && next != '\n' && line.length() < LINE_CHARS_MAX) {
            line.append((char) next);
            next = System.in.read();
        }
        return line.toString();
    }

    private static TokenText parse(String word) throws UsageException {
        try {
            return TokenText.parse(word);
        } catch (IllegalArgumentException bad) {
            throw new UsageException(String.valueOf(bad.getMessage()));
        }
    }

    private NodeIdentity join(DataDirectory directory, DataDirectory.Hold hold, TokenText text, Role wanted)
            throws UsageException, JoiningException, DataDirectoryException, IOException, InterruptedException {
        boolean joined = false;
        try {
            Optional<NodeIdentity> known = NodeIdentity.read(directory.path());
            if (known.isPresent()) {
                throw new UsageException("'" + directory.path() + "' is the directory of node "
                        + known.get().name() + " already; start it with 'mh up', or name another with --data DIR");
            }
            if (Files.exists(directory.path().resolve("log"))) {
                throw new UsageException("'" + directory.path() + "' has jobs of its own, which a node that joins a"
                        + " cluster cannot keep; name another directory with --data DIR");
            }
            NodeIdentity identity = Joining.join(directory.path(), text, name == null ? Machine.name() : name, wanted);
            joined = true;
            return identity;
        } catch (IOException failed) {
            throw directory.withoutIdentity(failed);
        } finally {
            if (!joined) {
                hold.close();
            }
        }
    }
}
