package org.manyhands.server.api;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import org.manyhands.server.archive.PageLostException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Listens on loopback and answers who shows the token, and guests. One virtual thread a request; a request may wait for news, so
 * many of them may be open.
 */
public final class ApiServer implements AutoCloseable {
    /** Who asks, as they say themselves. */
    public static final String USER_HEADER = "X-Mh-User";

    /** How many nodes have passed a request on. */
    static final String HOPS_HEADER = "X-Mh-Hops";

    /** So many requests are answered at once; more are refused, and clients come back. */
    static final int REQUESTS_MAX = 1_000;

    /** Idle ones included. Beyond that they are closed without a word. */
    private static final int CONNECTIONS_MAX = 2 * REQUESTS_MAX;

    private static final int BACKLOG = 128;
    private static final Logger LOG = LoggerFactory.getLogger(ApiServer.class);

    private final HttpServer server;
    private final ExecutorService requests = Executors.newVirtualThreadPerTaskExecutor();
    private final List<Family> families;
    private final byte[] token;
    private final Semaphore free = new Semaphore(REQUESTS_MAX);
    private final Guests guests;

    /** Answers one family of paths. */
    interface Family {
        /** Whether the request was one of its own, and so is answered. */
        boolean answer(Request request) throws IOException, ApiException, InterruptedException;
    }

    /**
     * Listens, and answers.
     *
     * @param port 0: any that is free
     * @param token what a request must show as its bearer token
     * @param guests who needs none
     */
    public static ApiServer answering(int port, String token, Guests guests, Api api) throws IOException {
        return new ApiServer(port, token, guests, families(api));
    }

    /**
     * The same for one of several control nodes.
     *
     * @param leader where requests go while another one leads
     */
    public static ApiServer answering(int port, String token, Guests guests, Api api, Upstream leader)
            throws IOException {
        List<Family> families = new ArrayList<>();
        // Blobs do not change: whoever is asked may answer.
        families.add(new BlobRequests(api));
        families.add(new RelayedRequests(Optional.of(api.control()), leader));
        families.addAll(families(api));
        return new ApiServer(port, token, guests, families);
    }

    private static List<Family> families(Api api) {
        return List.of(
                new JobRequests(api),
                new BlobRequests(api),
                new NodeRequests(api),
                new MemberRequests(api),
                new UpkeepRequests(api),
                new EventRequests(api),
                new ScheduleRequests(api));
    }

    /** Listens, and has others answer. */
    public static ApiServer relaying(int port, String token, Upstream upstream) throws IOException {
        return new ApiServer(port, token, Guests.NONE, List.of(new RelayedRequests(Optional.empty(), upstream)));
    }

    private ApiServer(int port, String token, Guests guests, List<Family> families) throws IOException {
        this.families = families;
        this.token = token.getBytes(StandardCharsets.UTF_8);
        this.guests = guests;
        // The JDK's server leaves Nagle's algorithm on: with the delayed acknowledgement of the other side each answer
        // takes 40 ms.
        System.setProperty("sun.net.httpserver.nodelay", "true");
        System.setProperty("jdk.httpserver.maxConnections", Integer.toString(CONNECTIONS_MAX));
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), BACKLOG);
        server.setExecutor(requests);
        server.createContext("/", this::handle);
        server.start();
    }

    public URI address() {
        InetSocketAddress bound = server.getAddress();
        return URI.create("http://" + bound.getAddress().getHostAddress() + ":" + bound.getPort());
    }

    private void handle(HttpExchange exchange) throws IOException {
        if (!free.tryAcquire()) {
            LOG.warn("A request was refused: {} are answered already.", REQUESTS_MAX);
            Request request = new Request(exchange);
            request.refuse(503, "this node answers " + REQUESTS_MAX + " requests at once, and has so many; try again");
            request.close();
            return;
        }
        try {
            answer(exchange);
        } finally {
            free.release();
        }
    }

    private void answer(HttpExchange exchange) throws IOException {
        Request request = new Request(exchange);
        try {
            if (!authentic(request)) {
                Optional<String> guest = guest(request, exchange);
                if (guest.isEmpty()) {
                    LOG.warn("A request from {} showed a wrong token.", exchange.getRemoteAddress());
                    request.refuse(
                            401,
                            "the token is missing or wrong; it is in the file 'token' of the data directory (without one,"
                                    + " a node started with --users serves the other users of its machine, but not "
                                    + System.getProperty("user.name") + ")");
                    return;
                }
                request = request.ofGuest(guest.get());
                GuestRules.require(request);
            }
            for (Family family : families) {
                if (family.answer(request)) {
                    return;
                }
            }
            request.refuse(404, "there is nothing at " + request.method() + " " + exchange.getRequestURI());
        } catch (ApiException refused) {
            request.refuse(refused.status(), String.valueOf(refused.getMessage()));
        } catch (PageLostException lost) {
            request.refuse(404, String.valueOf(lost.getMessage()));
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException bug) {
            LOG.error("The request {} {} failed.", request.method(), exchange.getRequestURI(), bug);
            request.refuse(500, "internal error: " + bug + "; the log of the node says more");
        } finally {
            request.close();
        }
    }

    /**
     * Who is known by the connection alone. A page in that user's browser could make it as well, but not with a header of ours
     * (that needs our leave, by CORS), nor, through a name that leads here, with our address as its host.
     */
    private Optional<String> guest(Request request, HttpExchange exchange) {
        boolean ours = request.header("Authorization").isEmpty()
                && request.header(USER_HEADER).isPresent()
                && request.header("Host").equals(Optional.of(address().getAuthority()));
        return ours ? guests.find(exchange.getRemoteAddress(), exchange.getLocalAddress()) : Optional.empty();
    }

    private boolean authentic(Request request) {
        byte[] shown = request.header("Authorization")
                .filter(header -> header.startsWith("Bearer "))
                .map(header -> header.substring("Bearer ".length()).getBytes(StandardCharsets.UTF_8))
                .orElse(new byte[0]);
        return MessageDigest.isEqual(shown, token);
    }

    @Override
    public void close() {
        server.stop(0);
        requests.shutdownNow();
    }
}
