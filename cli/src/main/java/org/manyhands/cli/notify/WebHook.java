package org.manyhands.cli.notify;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.channels.UnresolvedAddressException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.manyhands.server.api.EndView;

/**
 * Tells by a POST with JSON. An answer other than 2xx is asked for again after growing pauses, until the tries or the time
 * are used up. Redirects are not followed, because a POST that is redirected may become something else.
 */
final class WebHook {
    static final int TRIES_MAX = 3;

    private static final long PAUSE_MILLIS = 1_000;
    private static final long PAUSE_FACTOR = 4;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final long pauseMillis;

    WebHook() {
        this(PAUSE_MILLIS);
    }

    /** @param pauseMillis before the second try */
    WebHook(long pauseMillis) {
        this.pauseMillis = pauseMillis;
    }

    Delivery post(EndView end, String address, long timeoutMillis) throws InterruptedException {
        HttpRequest request;
        try {
            request = HttpRequest.newBuilder(URI.create(address))
                    .header("Content-Type", "application/json")
                    .header("User-Agent", "manyhands")
                    .POST(HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(end), StandardCharsets.UTF_8))
                    .build();
        } catch (IllegalArgumentException | JsonProcessingException unusable) {
            return new Delivery(false, "the request cannot be made: " + unusable.getMessage());
        }
        HttpClient client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
        try {
            return post(client, request, timeoutMillis);
        } finally {
            client.shutdownNow();
        }
    }

    private Delivery post(HttpClient client, HttpRequest request, long timeoutMillis) throws InterruptedException {
        long endNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMillis);
        long pause = pauseMillis;
        String last = "";
        for (int tries = 1; ; tries++) {
            Optional<Delivery> delivery = once(client, request, endNanos);
            if (delivery.isEmpty()) {
                return new Delivery(
                        false, Late.sentence(timeoutMillis) + (last.isEmpty() ? "" : "; before that: " + last));
            }
            last = delivery.get().outcome();
            boolean again = !delivery.get().ok()
                    && tries < TRIES_MAX
                    && endNanos - System.nanoTime() > TimeUnit.MILLISECONDS.toNanos(pause);
            if (!again) {
                return tries == 1 ? delivery.get() : new Delivery(delivery.get().ok(), last + " (try " + tries + ")");
            }
            Thread.sleep(pause);
            pause *= PAUSE_FACTOR;
        }
    }

    /** Empty if the time was over. */
    private static Optional<Delivery> once(HttpClient client, HttpRequest request, long endNanos)
            throws InterruptedException {
        CompletableFuture<Integer> status =
                client.sendAsync(request, BodyHandlers.discarding()).thenApply(answer -> answer.statusCode());
        try {
            int code = status.get(Math.max(0, endNanos - System.nanoTime()), TimeUnit.NANOSECONDS);
            return Optional.of(new Delivery(code / 100 == 2, "the address answered " + code));
        } catch (TimeoutException late) {
            return Optional.empty();
        } catch (ExecutionException failed) {
            return Optional.of(new Delivery(false, sentence(failed)));
        } finally {
            status.cancel(true);
        }
    }

    private static String sentence(Throwable failure) {
        Throwable root = failure;
        boolean refused = false;
        while (root.getCause() != null) {
            root = root.getCause();
            refused |= root instanceof ConnectException;
        }
        if (root instanceof UnresolvedAddressException) {
            return "the name of its host is not known";
        }
        if (refused) {
            return "nobody listens at the address";
        }
        return "the address cannot be asked: " + (root.getMessage() == null ? root : root.getMessage());
    }
}
