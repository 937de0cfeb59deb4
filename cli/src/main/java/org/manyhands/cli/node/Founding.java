package org.manyhands.cli.node;

import java.io.IOException;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.manyhands.cli.identity.NodeIdentity;
import org.manyhands.core.Bytes;
import org.manyhands.core.command.Actor;
import org.manyhands.core.command.Command;
import org.manyhands.core.command.Reply;
import org.manyhands.core.command.Role;
import org.manyhands.core.state.State;
import org.manyhands.server.control.Answer;
import org.manyhands.server.control.Control;
import org.manyhands.server.identity.ClusterAuthority;
import org.manyhands.server.identity.Gate;
import org.manyhands.server.identity.Keys;

/** How a node that was alone becomes the first of a cluster. */
final class Founding {
    private static final Duration LEVEL_LIMIT = Duration.ofSeconds(30);

    private Founding() {}

    /**
     * The identity of this node, which it gets if it has none, and its place among the members.
     *
     * @param known the one that it has
     * @param name what it is called if it has none
     * @throws NodeException if the cluster has it not, or somebody else under its name
     */
    static NodeIdentity found(
            Path data, Optional<NodeIdentity> known, String name, Control control, ClusterAuthority authority)
            throws IOException, NodeException, InterruptedException {
        // Before there is an identity: who has one opens sessions with its key, which no lower level understands.
        State state = control.await(each -> each.level() >= Command.LEVEL_MEMBERS, LEVEL_LIMIT);
        NodeIdentity identity = known.isPresent() ? known.get() : make(data, name, authority);
        if (state.members().isEmpty()) {
            Answer answer = control.submit(
                    Actor.LEADER,
                    new Command.AdmitNode(identity.name(), identity.key(), Role.CONTROL, "", Bytes.EMPTY));
            if (!(answer instanceof Answer.Applied applied && applied.reply() instanceof Reply.Done)) {
                throw new NodeException("the cluster could not be founded: " + answer);
            }
        } else if (Gate.member(state, identity.name(), identity.key()).isEmpty()) {
            throw new NodeException("node " + identity.name() + " is not a member of the cluster that '" + data
                    + "' has the state of; is its directory 'identity' from elsewhere?");
        }
        return identity;
    }

    private static NodeIdentity make(Path data, String name, ClusterAuthority authority) throws IOException {
        KeyPair pair = Keys.make();
        return NodeIdentity.write(
                data, Role.CONTROL, pair.getPrivate(), authority.sign(name, Role.CONTROL, pair.getPublic()), List.of());
    }
}
