package org.manyhands.server.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** One request of HTTP: its words, its parameters, its body, and the ways to answer it. */
final class Request {
    /** The largest body that is read into memory. */
    private static final int BODY_BYTES_MAX = 4 << 20;

    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpExchange exchange;
    private final List<String> path;
    private final Optional<String> guest;
    private boolean brokenOff;

    Request(HttpExchange exchange) {
        this(exchange, Optional.empty());
    }

    private Request(HttpExchange exchange, Optional<String> guest) {
        this.exchange = exchange;
        this.guest = guest;
        path = Arrays.stream(exchange.getRequestURI().getRawPath().split("/"))
                .filter(word -> !word.isEmpty())
                .map(word -> URLDecoder.decode(word, StandardCharsets.UTF_8))
                .toList();
    }

    /** The same, as asked by another user of this machine. */
    Request ofGuest(String name) {
        return new Request(exchange, Optional.of(name));
    }

    /** The other user of this machine who asks; empty if it is the owner of the node. */
    Optional<String> guest() {
        return guest;
    }

    String method() {
        return exchange.getRequestMethod();
    }

    /** The words between the slashes. */
    List<String> path() {
        return path;
    }

    Optional<String> header(String name) {
        return Optional.ofNullable(exchange.getRequestHeaders().getFirst(name));
    }

    Optional<String> parameter(String name) {
        String query = exchange.getRequestURI().getRawQuery();
        return query == null
                ? Optional.empty()
                : Arrays.stream(query.split("&"))
                        .filter(pair -> pair.startsWith(name + "="))
                        .map(pair -> URLDecoder.decode(pair.substring(name.length() + 1), StandardCharsets.UTF_8))
                        .findFirst();
    }

    /** Path and query, as they came. */
    String target() {
        return exchange.getRequestURI().toString();
    }

    /** As the request says; 0 without a body. */
    long bodyBytes() throws ApiException {
        return parse(header("Content-Length").orElse("0"), "Content-Length");
    }

    private static long parse(String text, String what) throws ApiException {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException bad) {
            throw ApiException.badRequest(what + ": '" + text + "' (expected: a number)");
        }
    }

    /** How many nodes have passed it on. */
    long hops() throws ApiException {
        return parse(header(ApiServer.HOPS_HEADER).orElse("0"), ApiServer.HOPS_HEADER);
    }

    long number(String name, long otherwise) throws ApiException {
        Optional<String> text = parameter(name);
        return text.isPresent() ? parse(text.get(), name) : otherwise;
    }

    byte[] body() throws IOException, ApiException {
        byte[] body = exchange.getRequestBody().readNBytes(BODY_BYTES_MAX + 1);
        if (body.length > BODY_BYTES_MAX) {
            throw ApiException.badRequest("the body has more than " + BODY_BYTES_MAX + " bytes");
        }
        return body;
    }

    /**
     * The body as an object.
     *
     * @param expected what it should look like, for who sent something else
     */
    <T> T json(Class<T> type, String expected) throws IOException, ApiException {
        try {
            T read = JSON.readValue(body(), type);
            if (read != null) {
                return read;
            }
        } catch (JsonProcessingException broken) {
            // The names of our own types say nothing to who wrote the body.
            String problem = broken.getOriginalMessage().replaceAll("type `org\\.manyhands[^`]*`", "an object");
            throw ApiException.badRequest("the body: " + problem + " (expected: " + expected + ")");
        }
        throw ApiException.badRequest("the body is null (expected: " + expected + ")");
    }

    InputStream bodyStream() {
        return exchange.getRequestBody();
    }

    void json(Object value) throws IOException {
        bytes(200, "application/json", JSON.writeValueAsBytes(value));
    }

    /** It is done, and that is all there is to say. */
    void nothing() throws IOException {
        bytes(204, "application/json", new byte[0]);
    }

    void bytes(int status, String type, byte[] body) throws IOException {
        bytes(status, type, body.length, new ByteArrayInputStream(body));
    }

    /** Answers with that many bytes, as they are read. */
    void bytes(int status, String type, long count, InputStream body) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(status, count == 0 ? -1 : count);
        if (count > 0) {
            try (OutputStream out = exchange.getResponseBody()) {
                body.transferTo(out);
            }
        }
    }

    /** Answers with a body of any length. One that breaks off is not closed in order, or it would look whole. */
    void stream(int status, String type, InputStream body) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(status, 0);
        OutputStream out = exchange.getResponseBody();
        brokenOff = true;
        body.transferTo(out);
        brokenOff = false;
        out.close();
    }

    void refuse(int status, String sentence) throws IOException {
        bytes(status, "application/json", problem(sentence));
    }

    static byte[] problem(String sentence) {
        try {
            return JSON.writeValueAsBytes(new Problem(sentence));
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** A request that was not answered, in words. */
    public record Problem(String error) {}

    /** After an answer that broke off nothing is said any more: the server cuts the connection. */
    void close() {
        if (!brokenOff) {
            exchange.close();
        }
    }
}
