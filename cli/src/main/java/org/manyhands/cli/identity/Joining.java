package org.manyhands.cli.identity;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.manyhands.core.command.Role;
import org.manyhands.link.Endpoint;
import org.manyhands.link.LinkChannel;
import org.manyhands.link.LinkClosedException;
import org.manyhands.link.LinkStream;
import org.manyhands.server.identity.Keys;
import org.manyhands.store.DurableDirectory;
import org.manyhands.store.DurableFile;
import org.manyhands.wire.Admission;
import org.manyhands.wire.Frame;
import org.manyhands.wire.Join;

/** How a machine becomes a node of a cluster: with a key that it makes itself, and never leaves it. */
public final class Joining {
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(20);
    private static final int ROUNDS = 3;

    private Joining() {}

    /**
     * Joins, and makes the data directory that node.
     *
     * @param node the name that it wants
     * @param role what it wants to be
     * @throws JoiningException with a sentence if the cluster refuses, or nobody can be reached
     */
    public static NodeIdentity join(Path data, TokenText token, String node, Role role)
            throws IOException, JoiningException, InterruptedException {
        KeyPair pair = JoiningKey.of(data, node);
        Admission admission = ask(token, node, role, pair);
        Set<Endpoint> control = new LinkedHashSet<>(token.control());
        admission.getControlList().forEach(each -> control.add(Endpoint.parse(each)));
        if (role == Role.CONTROL) {
            keep(data, admission.getKeeper());
        }
        NodeIdentity made =
                NodeIdentity.write(data, role, pair.getPrivate(), Admissions.chain(admission), List.copyOf(control));
        JoiningKey.forget(data);
        return made;
    }

    /** What only a control node has; before there is an identity, which makes it count. */
    private static void keep(Path data, Admission.ControlPart keeper) throws IOException {
        Path directory = NodeIdentity.directory(data);
        DurableDirectory.create(directory);
        new DurableFile(directory.resolve("authority.p12"))
                .write(keeper.getAuthority().toByteArray());
        new LogTicket(true, UUID.fromString(keeper.getLog()), keeper.getEpoch(), false).write(data);
    }

    private static Admission ask(TokenText token, String node, Role role, KeyPair pair)
            throws JoiningException, InterruptedException {
        byte[] publicKey = pair.getPublic().getEncoded();
        Join join = Join.newBuilder()
                .setToken(token.id())
                .setSecret(ByteString.copyFrom(token.secret()))
                .setNode(node)
                .setRole(role.word())
                .setPublicKey(ByteString.copyFrom(publicKey))
                .setProof(ByteString.copyFrom(Keys.proof(pair.getPrivate(), token.id(), node, publicKey)))
                .build();
        List<String> troubles = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            for (Endpoint each : token.control()) {
                try (LinkChannel channel = LinkChannel.joining(each, token.fingerprint())) {
                    LinkStream stream = channel.open();
                    stream.send(Frame.newBuilder().setJoin(join));
                    return stream.expect(ANSWER_LIMIT).getAdmission();
                } catch (LinkClosedException failed) {
                    if (failed.refused()) {
                        throw new JoiningException("the cluster refuses: " + failed.getMessage());
                    }
                    troubles.add(each + ": " + failed.getMessage());
                }
            }
            Thread.sleep(500L << round);
        }
        throw new JoiningException("no control node of the token can be reached: "
                + String.join("; ", new LinkedHashSet<>(troubles))
                + " (check the addresses, the firewall between here and there, and that 'mh up --listen' runs there)");
    }
}
