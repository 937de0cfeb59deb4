package org.manyhands.cli.notify;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.manyhands.server.api.EndView;

class WebHookTest {
    private static final EndView END =
            new EndView("7", "film", "failed", "größer", 1, 2, List.of(new EndView.StepCounts("a", 3, 1, 0)));
    private static final int NEVER = 0;

    private final Queue<String> posted = new ConcurrentLinkedQueue<>();
    private final Queue<Integer> statuses = new ArrayDeque<>();
    private final CountDownLatch over = new CountDownLatch(1);
    private HttpServer server = HttpServer.create();

    WebHookTest() throws IOException {}

    @BeforeEach
    void listen() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(task -> Thread.ofVirtual().start(task));
        server.createContext("/", exchange -> {
            posted.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            int status = status();
            if (status == NEVER) {
                awaitEnd();
            } else {
                exchange.getResponseHeaders().add("Location", "/elsewhere");
                exchange.sendResponseHeaders(status, -1);
            }
            exchange.close();
        });
        server.start();
    }

    private synchronized int status() {
        return statuses.size() > 1 ? statuses.remove() : statuses.element();
    }

    private void awaitEnd() {
        try {
            over.await();
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    @AfterEach
    void stop() {
        over.countDown();
        server.stop(0);
    }

    private Delivery post(long timeoutMillis) throws InterruptedException {
        return new WebHook(1)
                .post(END, "http://127.0.0.1:" + server.getAddress().getPort() + "/x", timeoutMillis);
    }

    @Test
    void shouldSendTheEndAsJson() throws Exception {
        statuses.add(202);
        assertThat(post(60_000)).isEqualTo(new Delivery(true, "the address answered 202"));
        assertThat(posted)
                .containsExactly("{\"job\":\"7\",\"name\":\"film\",\"state\":\"failed\",\"reason\":\"größer\","
                        + "\"submittedMillis\":1,\"endedMillis\":2,"
                        + "\"steps\":[{\"name\":\"a\",\"ok\":3,\"failed\":1,\"cancelled\":0}]}");
    }

    @Test
    void shouldAskAgainUntilItIsTaken() throws Exception {
        statuses.addAll(List.of(503, 500, 200));
        assertThat(post(60_000)).isEqualTo(new Delivery(true, "the address answered 200 (try 3)"));
        assertThat(posted).hasSize(3);
    }

    @Test
    void shouldGiveUpAfterThreeTriesAndNotFollowARedirect() throws Exception {
        statuses.add(302);
        assertThat(post(60_000)).isEqualTo(new Delivery(false, "the address answered 302 (try 3)"));
        assertThat(posted).hasSize(WebHook.TRIES_MAX);
    }

    @Test
    void shouldGiveUpAtTheTimeoutWhenNothingIsAnswered() throws Exception {
        statuses.add(NEVER);
        assertThat(post(300))
                .isEqualTo(new Delivery(false, "not done after 0.3 s, and ended (timeout: gives it more)"));
    }

    @Test
    void shouldSayThatNobodyListens() throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        assertThat(new WebHook(1).post(END, "http://127.0.0.1:" + port + "/", 60_000))
                .isEqualTo(new Delivery(false, "nobody listens at the address (try 3)"));
    }
}
