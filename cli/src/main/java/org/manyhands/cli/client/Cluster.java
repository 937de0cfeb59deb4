package org.manyhands.cli.client;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.protobuf.InvalidProtocolBufferException;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.manyhands.cli.identity.NodeIdentity;
import org.manyhands.cli.node.DataDirectory;
import org.manyhands.cli.node.DataDirectoryException;
import org.manyhands.cli.node.Detour;
import org.manyhands.cli.node.Node;
import org.manyhands.cli.node.NodeException;
import org.manyhands.cli.node.NodeSettings;
import org.manyhands.cli.node.Stay;
import org.manyhands.cli.node.UsersDirectory;
import org.manyhands.server.api.JobView;
import org.manyhands.store.BlobSink;
import org.manyhands.store.BlobSource;
import org.manyhands.wire.StepResults;

/**
 * The computer as the verbs see it: a data directory, held by a node of this process or of another. When the process that
 * held it is gone, this one takes its place and goes on.
 */
public final class Cluster implements AutoCloseable {
    private static final long REACH_MILLIS = 30_000;
    /** So long a command that begins waits for control nodes that are choosing who leads. */
    private static final long FIRST_MILLIS = 5_000;

    private static final long VISIT_MILLIS = 3_000;
    private static final long AGAIN_MILLIS = 50;
    private static final ObjectMapper JSON =
            new ObjectMapper().configure(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, false);

    private final DataDirectory directory;
    private final Optional<UsersDirectory> visited;
    private final boolean works;
    private final String version;
    private final RemoteBlobs remote = new RemoteBlobs(this);
    private volatile @Nullable Node node;
    private volatile @Nullable HttpClient client;
    private Optional<Detour> detour = Optional.empty();

    private Cluster(DataDirectory directory, Optional<UsersDirectory> visited, boolean works, String version) {
        this.directory = directory;
        this.visited = visited;
        this.works = works;
        this.version = version;
    }

    /**
     * Reaches the node that holds the directory, or becomes it.
     *
     * @param works whether this process runs tasks if it becomes the node
     */
    public static Cluster reach(DataDirectory directory, boolean works, String version)
            throws DataDirectoryException, NodeException, OutOfReachException, InterruptedException {
        directory.prepare();
        Cluster cluster = new Cluster(directory, Optional.empty(), works, version);
        cluster.connect();
        return cluster;
    }

    /** Reaches a node of root's as another user of its machine. */
    public static Cluster visit(DataDirectory directory, String version)
            throws DataDirectoryException, NodeException, OutOfReachException, InterruptedException {
        Cluster cluster = new Cluster(directory, Optional.of(UsersDirectory.of(directory.path())), false, version);
        cluster.connect();
        return cluster;
    }

    private void connect() throws DataDirectoryException, NodeException, OutOfReachException, InterruptedException {
        if (visited.isPresent()) {
            visit(visited.get());
        } else {
            reach();
        }
    }

    /** A node that was there may come back; one that was not is not waited for as long. */
    private void visit(UsersDirectory users) throws OutOfReachException, InterruptedException {
        long patienceMillis = client == null ? VISIT_MILLIS : REACH_MILLIS;
        long giveUp = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(patienceMillis);
        String trouble = "";
        while (System.nanoTime() < giveUp) {
            try {
                HttpClient candidate = new HttpClient(users.address(), Optional.empty());
                var _ = candidate.send("GET", "/v1/node", null);
                client = candidate;
                return;
            } catch (ProblemException refused) {
                throw new OutOfReachException(
                        "the node of '" + directory.path() + "' refuses: " + refused.getMessage());
            } catch (IOException notYet) {
                trouble = String.valueOf(notYet.getMessage());
                Thread.sleep(AGAIN_MILLIS);
            }
        }
        throw new OutOfReachException("no node serves '" + directory.path() + "': " + trouble);
    }

    private void reach() throws DataDirectoryException, NodeException, OutOfReachException, InterruptedException {
        if (NodeIdentity.isOne(directory.path())) {
            reachMember();
        } else {
            reachOrBecome();
        }
    }

    private NodeIdentity identity() throws OutOfReachException {
        try {
            return NodeIdentity.read(directory.path()).orElseThrow();
        } catch (IOException damaged) {
            throw new OutOfReachException(String.valueOf(damaged.getMessage()));
        }
    }

    /**
     * A node of a cluster is what 'mh up' makes it, and no command takes its place: others would not find it. One that was there
     * may come back.
     */
    private void reachMember() throws DataDirectoryException, OutOfReachException, InterruptedException {
        long giveUp = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(REACH_MILLIS);
        long giveUpFirst = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(FIRST_MILLIS);
        boolean first = client == null;
        Patience patience = new Patience();
        while (!first || System.nanoTime() < giveUp) {
            // A node that asked one which led until a moment ago took its time to say so; by now it may know who leads.
            boolean patient = System.nanoTime() < giveUpFirst;
            String trouble = "node " + identity().name() + " is away; 'mh up' there starts it";
            try {
                Optional<String> address = memberAddress();
                if (address.isPresent()) {
                    tryAt(address.get());
                    return;
                }
                if (first && directory.holder().isEmpty()) {
                    break;
                }
            } catch (ProblemException refused) {
                if (first && (!refused.unknown() || !patient)) {
                    throw new OutOfReachException(
                            "node " + identity().name() + " cannot answer: " + refused.getMessage());
                }
                if (!refused.unknown() && System.nanoTime() > giveUp) {
                    throw new OutOfReachException("the node refuses: " + refused.getMessage());
                }
                trouble = String.valueOf(refused.getMessage());
            } catch (IOException notYet) {
                // It is about to say where it listens, or just leaving.
                Thread.sleep(AGAIN_MILLIS);
            }
            if (first) {
                Thread.sleep(AGAIN_MILLIS);
            } else {
                patience.rest(trouble);
            }
        }
        NodeIdentity identity = identity();
        throw new OutOfReachException(
                "'" + directory.path() + "' is the directory of node " + identity.name()
                        + " of a cluster, which does not answer; start it with 'mh up', or ask where another node of its cluster runs");
    }

    /** Of the node itself, or, while it is away, of the way to the others. */
    private Optional<String> memberAddress() throws IOException, DataDirectoryException, OutOfReachException {
        if (directory.holder().isPresent()) {
            return directory.address();
        }
        if (detour.isEmpty()) {
            detour = Detour.open(directory, identity());
            detour.ifPresent(_ -> System.err.println(
                    "mh: the node of '" + directory.path() + "' is away; another control node is asked"));
        }
        return detour.map(open -> open.address().toString());
    }

    private void tryAt(String address) throws IOException, ProblemException, DataDirectoryException {
        HttpClient candidate = new HttpClient(address, Optional.of(directory.token()));
        var _ = candidate.send("GET", "/v1/node", null);
        client = candidate;
    }

    private void reachOrBecome()
            throws DataDirectoryException, NodeException, OutOfReachException, InterruptedException {
        long giveUp = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(REACH_MILLIS);
        while (System.nanoTime() < giveUp) {
            Optional<DataDirectory.Hold> hold = directory.hold(Stay.PASSING);
            try {
                if (hold.isPresent()) {
                    node = Node.open(directory, hold.get(), NodeSettings.passing(works), version);
                    client = new HttpClient(node.address().toString(), Optional.of(directory.token()));
                    Runtime.getRuntime().addShutdownHook(new Thread(this::closeQuietly));
                    return;
                }
                Optional<String> address = directory.address();
                if (address.isPresent()) {
                    tryAt(address.get());
                    return;
                }
            } catch (IOException | ProblemException notYet) {
                // Another process holds the directory and does not answer yet, or is just leaving.
                Thread.sleep(AGAIN_MILLIS);
            }
            Thread.sleep(AGAIN_MILLIS);
        }
        throw new OutOfReachException("another mh holds '" + directory.path() + "' and does not answer within "
                + TimeUnit.MILLISECONDS.toSeconds(REACH_MILLIS) + " s; its log is in '"
                + directory.path().resolve("logs") + "'");
    }

    /** Whether the node is another user's, who serves this one. */
    public boolean isVisited() {
        return visited.isPresent();
    }

    /** Whether the node is this process. */
    public boolean isNode() {
        return node != null;
    }

    public DataDirectory directory() {
        return directory;
    }

    public BlobSink sink() {
        return node != null ? node.store() : remote;
    }

    public BlobSource source() {
        return node != null ? node.store() : remote;
    }

    /** One request; if the node went away, another one is found or made, and asked. */
    public byte[] request(String method, String path, byte @Nullable [] body)
            throws ProblemException, OutOfReachException, InterruptedException {
        Patience patience = new Patience();
        while (true) {
            HttpClient asked = client();
            try {
                return asked.send(method, path, body);
            } catch (ProblemException refused) {
                if (!refused.unknown()) {
                    throw refused;
                }
                patience.rest(String.valueOf(refused.getMessage()));
            } catch (IOException gone) {
                reconnect(asked, gone);
            }
        }
    }

    byte[] request(String method, String path) throws ProblemException, OutOfReachException, InterruptedException {
        return request(method, path, null);
    }

    byte[] upload(String path, long bytes, InputStream content) throws IOException, ProblemException {
        return client().upload(path, bytes, content);
    }

    /** Only one thread finds the next node; the others then go on with what it found. */
    private synchronized void reconnect(HttpClient asked, IOException gone)
            throws OutOfReachException, InterruptedException {
        if (asked != client) {
            return;
        }
        if (node != null) {
            throw new OutOfReachException("the node of this process does not answer: " + gone.getMessage());
        }
        try {
            connect();
        } catch (DataDirectoryException | NodeException failed) {
            throw new OutOfReachException(String.valueOf(failed.getMessage()));
        }
        if (node != null && works) {
            System.err.println(
                    "mh: the node that held '" + directory.path() + "' is gone; this process goes on in its place");
        }
    }

    private HttpClient client() {
        return java.util.Objects.requireNonNull(client);
    }

    /** A request that is answered with JSON. */
    public <T> T json(String method, String path, byte @Nullable [] body, Class<T> type)
            throws ProblemException, OutOfReachException, InterruptedException {
        try {
            return JSON.readValue(request(method, path, body), type);
        } catch (IOException broken) {
            throw new OutOfReachException("the node answered what is not understood: " + broken.getMessage());
        }
    }

    /** The newest jobs, the newest first; of many, not all. */
    public List<JobView> jobs() throws ProblemException, OutOfReachException, InterruptedException {
        return List.of(json("GET", "/v1/jobs", null, JobView[].class));
    }

    /** The newest jobs that are older than one; empty if there are none. */
    public List<JobView> jobsBefore(long id) throws ProblemException, OutOfReachException, InterruptedException {
        return List.of(json("GET", "/v1/jobs?before=" + id, null, JobView[].class));
    }

    /** The id of a job, also of one of which nothing more can be said. */
    public String jobId(String reference) throws ProblemException, OutOfReachException, InterruptedException {
        return json("GET", "/v1/jobs/" + Reference.encoded(reference) + "/id", null, JobId.class)
                .id();
    }

    /** As the node says it. */
    private record JobId(String id) {}

    public JobView job(String reference) throws ProblemException, OutOfReachException, InterruptedException {
        return json("GET", "/v1/jobs/" + Reference.encoded(reference), null, JobView.class);
    }

    /** The job as soon as it is over, or after a while. */
    public JobView jobOver(JobView before, long waitMillis)
            throws ProblemException, OutOfReachException, InterruptedException {
        return jobAfter(before, waitMillis, waitMillis);
    }

    /** The job as soon as it is over, or the state is newer than this one and {@code paceMillis} have passed, or after a while. */
    public JobView jobAfter(JobView before, long waitMillis, long paceMillis)
            throws ProblemException, OutOfReachException, InterruptedException {
        return json(
                "GET",
                "/v1/jobs/" + before.id() + "?after=" + before.applied() + "&wait=" + waitMillis + "&pace="
                        + paceMillis,
                null,
                JobView.class);
    }

    public StepResults results(String job, int step)
            throws ProblemException, OutOfReachException, InterruptedException {
        try {
            return StepResults.parseFrom(request("GET", "/v1/jobs/" + job + "/steps/" + step));
        } catch (InvalidProtocolBufferException broken) {
            throw new OutOfReachException("the node answered what is not understood: " + broken.getMessage());
        }
    }

    private void closeQuietly() {
        try {
            close();
        } catch (IOException leaving) {
            // The process is ending; what is not closed in order is recovered at the next start.
            return;
        }
    }

    @Override
    public void close() throws IOException {
        detour.ifPresent(Detour::close);
        if (node != null) {
            node.close();
        }
    }
}
