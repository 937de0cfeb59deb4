package org.manyhands.cli.node;

import java.io.IOException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.manyhands.cli.identity.Admissions;
import org.manyhands.cli.identity.NodeIdentity;
import org.manyhands.cli.identity.Renewal;
import org.manyhands.cli.spec.NodeResources;
import org.manyhands.link.LinkClosedException;
import org.manyhands.link.LinkStream;
import org.manyhands.link.blob.RemoteBlobs;
import org.manyhands.server.api.ApiServer;
import org.manyhands.server.link.LinkUpstream;
import org.manyhands.server.replica.HaltHandler;
import org.manyhands.wire.Frame;
import org.manyhands.wire.Renew;
import org.manyhands.worker.link.RemoteLink;
import org.manyhands.worker.peer.PeerBlobs;
import org.manyhands.worker.peer.Sharing;
import org.manyhands.worker.run.Worker;

/** This process as a node that runs tasks for a control plane elsewhere, which also answers what it is asked here. */
public final class WorkerNode implements RunningNode {
    private static final Duration RENEWAL_LIMIT = Duration.ofSeconds(20);
    /** How long what a task needs is waited for while no control node has it. */
    private static final Duration OUTAGE_MAX = Duration.ofMinutes(1);

    /** One part in so many of what may be kept of inputs is for other workers. */
    private static final int SHARED_PART = 4;

    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(30);
    private static final Duration ATTACHED_LIMIT = Duration.ofSeconds(5);
    private static final Duration FIRST_LINK_LIMIT = Duration.ofSeconds(10);

    private final DataDirectory.Hold hold;
    private final NodeIdentity identity;
    private final Sharing sharing;
    private final RemoteLink link;
    private final Worker worker;
    private final Renewal renewal;
    private final ApiServer api;
    private boolean closed;

    private WorkerNode(
            DataDirectory.Hold hold,
            NodeIdentity identity,
            Sharing sharing,
            RemoteLink link,
            Worker worker,
            Renewal renewal,
            ApiServer api) {
        this.hold = hold;
        this.identity = identity;
        this.sharing = sharing;
        this.link = link;
        this.worker = worker;
        this.renewal = renewal;
        this.api = api;
    }

    /**
     * Opens everything in the directory of a node that has joined, which this process holds.
     *
     * @throws NodeException with a sentence if something cannot be opened
     */
    public static WorkerNode open(
            DataDirectory directory,
            DataDirectory.Hold hold,
            NodeIdentity identity,
            NodeSettings settings,
            String version)
            throws NodeException, InterruptedException {
        try {
            NodeResources resources = Machine.resources(directory.path()).with(settings.resources());
            Sharing sharing = new Sharing(
                    directory.path().resolve("pieces"),
                    settings.cacheBytes() / SHARED_PART,
                    settings.share(),
                    identity.credentials());
            RemoteLink link = new RemoteLink(identity.control(), identity.credentials(), identity::learn, sharing);
            PeerBlobs blobs = sharing.blobs(new RemoteBlobs(link::openStream, OUTAGE_MAX, ANSWER_LIMIT));
            Worker worker = Worker.start(
                    Node.settings(identity.name(), directory, resources, settings, Optional.empty(), version),
                    link,
                    blobs,
                    sentence -> HaltHandler.process().halt("this node cannot run tasks: " + sentence, null));
            Renewal renewal = Renewal.start(identity, () -> younger(link), link::reattach);
            ApiServer api =
                    ApiServer.relaying(settings.port(), directory.token(), new LinkUpstream(() -> stream(link)));
            hold.announce(api.address().toString());
            var _ = link.awaitAttached(FIRST_LINK_LIMIT);
            return new WorkerNode(hold, identity, sharing, link, worker, renewal, api);
        } catch (IOException | DataDirectoryException refused) {
            throw new NodeException(String.valueOf(refused.getMessage()));
        }
    }

    private static LinkStream stream(RemoteLink link) throws IOException, InterruptedException {
        var _ = link.awaitAttached(ATTACHED_LIMIT);
        try {
            return link.openStream();
        } catch (LinkClosedException down) {
            throw new IOException("no control node can be reached: " + down.getMessage(), down);
        }
    }

    private static List<X509Certificate> younger(RemoteLink link)
            throws IOException, LinkClosedException, InterruptedException {
        LinkStream stream = link.openStream();
        stream.send(Frame.newBuilder().setRenew(Renew.getDefaultInstance()));
        return Admissions.chain(stream.expect(RENEWAL_LIMIT).getAdmission());
    }

    @Override
    public String description() {
        return "node " + identity.name() + " is up: "
                + link.attachedTo()
                        .map(control -> "attached to " + control)
                        .orElse("no control node can be reached yet (" + identity.control() + "); it goes on trying");
    }

    @Override
    public boolean drain(Duration limit) throws InterruptedException {
        return worker.drain(limit);
    }

    @Override
    public synchronized void close() throws IOException {
        if (closed) {
            return;
        }
        closed = true;
        renewal.close();
        worker.close();
        api.close();
        link.close();
        sharing.close();
        hold.close();
    }
}
