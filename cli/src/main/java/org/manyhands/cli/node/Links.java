package org.manyhands.cli.node;

import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.manyhands.cli.identity.NodeIdentity;
import org.manyhands.cli.identity.Renewal;
import org.manyhands.core.command.Role;
import org.manyhands.link.Endpoint;
import org.manyhands.link.LinkServer;
import org.manyhands.server.api.Api;
import org.manyhands.server.api.Upstream;
import org.manyhands.server.blob.ClusterStore;
import org.manyhands.server.control.Control;
import org.manyhands.server.identity.ClusterAuthority;
import org.manyhands.server.identity.Enrolment;
import org.manyhands.server.identity.Gate;
import org.manyhands.server.leader.Quorum;
import org.manyhands.server.link.LinkDesk;
import org.manyhands.server.link.PeerDesk;
import org.manyhands.server.replica.HaltHandler;
import org.manyhands.store.DurableDirectory;

/** A control node as other nodes reach it: its authority, its own identity, and where it listens. */
final class Links implements AutoCloseable {
    private final ClusterAuthority authority;
    private final LinkServer server;
    private final List<String> addresses;
    private final Renewal renewal;
    private final Quorum quorum;

    private Links(
            ClusterAuthority authority, LinkServer server, List<String> addresses, Renewal renewal, Quorum quorum) {
        this.authority = authority;
        this.server = server;
        this.addresses = addresses;
        this.renewal = renewal;
        this.quorum = quorum;
    }

    /** The authority of the cluster whose state is in a data directory, which is founded if there is none. */
    static ClusterAuthority authority(Path data, Control control, LinkSettings settings) throws IOException {
        Path directory = NodeIdentity.directory(data);
        DurableDirectory.create(directory);
        return ClusterAuthority.open(
                directory.resolve("authority.p12"),
                Long.toHexString(control.root().epoch()),
                settings.certificateLife());
    }

    /**
     * Listens.
     *
     * @param upstream where requests of the API are answered
     */
    static Links open(
            LinkSettings settings,
            ClusterAuthority authority,
            NodeIdentity identity,
            ControlPlane plane,
            ClusterStore store,
            Upstream upstream)
            throws IOException {
        Control control = plane.control();
        ControlPlane.Others others = plane.others().orElseThrow();
        others.identity().set(Optional.of(identity));
        AtomicReference<List<String>> addresses = new AtomicReference<>(List.of());
        LinkDesk desk = new LinkDesk(
                identity.name(),
                control,
                new Gate(authority.certificate()),
                new Enrolment(control, authority, plane.log().group(), addresses::get),
                new PeerDesk(plane::epoch, control, others.peers(), others.member(), plane.log()),
                store,
                upstream);
        LinkServer server = listen(settings.at(), identity, desk);
        // Known once it listens.
        addresses.set(addresses(settings.at(), server.port(), settings.advertised()).stream()
                .map(Endpoint::toString)
                .toList());
        Renewal renewal = Renewal.start(
                identity,
                () -> authority.sign(
                        identity.name(),
                        Role.CONTROL,
                        identity.credentials().certificate().getPublicKey()),
                others.peers()::renew);
        Quorum quorum = new Quorum(
                control,
                plane.log(),
                others.peers(),
                identity.name(),
                addresses.get(),
                others.peers()::refusal,
                sentence -> HaltHandler.process().halt("the cluster refuses this node: " + sentence, null),
                others.book()::write);
        return new Links(authority, server, addresses.get(), renewal, quorum);
    }

    private static LinkServer listen(Endpoint at, NodeIdentity identity, LinkDesk desk) throws IOException {
        try {
            return new LinkServer(at, identity.credentials(), desk);
        } catch (UnknownHostException unknown) {
            throw new IOException("--listen " + at + ": no address is known for '" + at.host() + "'", unknown);
        } catch (IOException taken) {
            Throwable cause = taken.getCause() == null ? taken : taken.getCause();
            throw new IOException(
                    "--listen " + at + ": " + cause.getMessage()
                            + " (expected: an address of this machine, and a port that is free)",
                    taken);
        }
    }

    /**
     * Where others reach a node.
     *
     * @param advertised what its owner says; empty: what it listens on, or all addresses of this machine but loopback
     */
    private static List<Endpoint> addresses(Endpoint listen, int port, Optional<Endpoint> advertised)
            throws IOException {
        if (advertised.isPresent()) {
            return List.of(advertised.get());
        }
        if (!listen.host().isEmpty() && !InetAddress.getByName(listen.host()).isAnyLocalAddress()) {
            return List.of(new Endpoint(listen.host(), port));
        }
        List<Endpoint> all = new ArrayList<>();
        for (NetworkInterface each : Collections.list(NetworkInterface.getNetworkInterfaces())) {
            if (each.isUp() && !each.isLoopback()) {
                each.inetAddresses()
                        .filter(address -> !address.isLinkLocalAddress())
                        .forEach(address -> all.add(new Endpoint(address.getHostAddress(), port)));
            }
        }
        return all.isEmpty() ? List.of(new Endpoint("127.0.0.1", port)) : all;
    }

    Api.Listening listening() {
        return new Api.Listening(HexFormat.of().formatHex(authority.fingerprint()), addresses);
    }

    /** Has another control node lead, if this one does. */
    void handOver() {
        try {
            quorum.handOver();
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        quorum.close();
        renewal.close();
        server.close();
    }
}
