package org.manyhands.cli.verb;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.manyhands.cli.client.Cluster;
import org.manyhands.cli.client.OutOfReachException;
import org.manyhands.cli.client.ProblemException;
import org.manyhands.cli.client.Reference;
import org.manyhands.cli.node.DataDirectory;
import org.manyhands.cli.node.DataDirectoryException;
import org.manyhands.cli.node.NodeException;
import org.manyhands.cli.node.UsersDirectory;
import picocli.CommandLine.Option;

/** What all verbs share: the data directory and the way to the node that holds it. */
abstract class Verb extends Helped {
    @Option(
            names = "--data",
            paramLabel = "DIR",
            scope = picocli.CommandLine.ScopeType.LOCAL,
            description = "The data directory (default: MH_DATA, or the user's own state directory).")
    private @Nullable Path data;

    final DataDirectory directory() {
        return new DataDirectory(data == null ? DataDirectory.byDefault(System.getenv()) : data);
    }

    /** Reaches the node, or becomes one that only answers. */
    final Cluster reach() throws DataDirectoryException, NodeException, OutOfReachException, InterruptedException {
        return reach(false);
    }

    /** Reaches the node, or becomes one. */
    final Cluster reach(boolean works)
            throws DataDirectoryException, NodeException, OutOfReachException, InterruptedException {
        DataDirectory directory = directory();
        if (UsersDirectory.isOne(directory.path())) {
            return Cluster.visit(directory, Version.TEXT);
        }
        directory.prepare();
        NodeLog.write(directory.path());
        return Cluster.reach(directory, works, Version.TEXT);
    }

    /**
     * Has things deleted, and says so of each.
     *
     * @param address of the request for one
     * @param said the sentence for one
     */
    final int delete(List<String> names, UnaryOperator<String> address, UnaryOperator<String> said)
            throws DataDirectoryException, NodeException, OutOfReachException, ProblemException, IOException,
                    InterruptedException {
        try (Cluster cluster = reach()) {
            for (String name : names) {
                var _ = cluster.request("DELETE", address.apply(name), null);
                System.out.println(said.apply(name));
            }
        }
        return ExitCode.OK;
    }

    static Reference reference(String text) throws UsageException {
        try {
            return Reference.parse(text);
        } catch (IllegalArgumentException bad) {
            throw new UsageException(String.valueOf(bad.getMessage()));
        }
    }
}
