package org.manyhands.cli.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URL;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.manyhands.server.api.ApiServer;

/**
 * Requests to one node. The JDK's older client, because it starts in a fraction of the time of the newer one and a verb is
 * often one request.
 */
final class HttpClient {
    private static final int CONNECT_MILLIS_MAX = 5_000;
    private static final int READ_MILLIS_MAX = 60_000;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final String address;
    private final Optional<String> token;

    /** @param token none if the node knows us by our socket */
    HttpClient(String address, Optional<String> token) {
        this.address = address;
        this.token = token;
    }

    byte[] send(String method, String path, byte @Nullable [] body) throws IOException, ProblemException {
        HttpURLConnection connection = open(method, path);
        if (body != null) {
            connection.setDoOutput(true);
            connection.setFixedLengthStreamingMode(body.length);
            try (OutputStream out = connection.getOutputStream()) {
                out.write(body);
            }
        }
        return answer(connection);
    }

    byte[] upload(String path, long bytes, InputStream content) throws IOException, ProblemException {
        HttpURLConnection connection = open("PUT", path);
        connection.setDoOutput(true);
        connection.setFixedLengthStreamingMode(bytes);
        try (OutputStream out = connection.getOutputStream()) {
            content.transferTo(out);
        }
        return answer(connection);
    }

    private HttpURLConnection open(String method, String path) throws IOException {
        HttpURLConnection connection = (HttpURLConnection) url(path).openConnection();
        connection.setRequestMethod(method);
        connection.setConnectTimeout(CONNECT_MILLIS_MAX);
        connection.setReadTimeout(READ_MILLIS_MAX);
        token.ifPresent(shown -> connection.setRequestProperty("Authorization", "Bearer " + shown));
        connection.setRequestProperty(ApiServer.USER_HEADER, System.getProperty("user.name"));
        return connection;
    }

    private URL url(String path) throws IOException {
        try {
            return URI.create(address + path).toURL();
        } catch (IllegalArgumentException damaged) {
            throw new IOException("'" + address + "' is no address of a node", damaged);
        }
    }

    private static byte[] answer(HttpURLConnection connection) throws IOException, ProblemException {
        int status = connection.getResponseCode();
        try (InputStream in = status < 400 ? connection.getInputStream() : connection.getErrorStream()) {
            byte[] body = in == null ? new byte[0] : in.readAllBytes();
            if (status < 400) {
                return body;
            }
            throw new ProblemException(status, sentence(status, body));
        }
    }

    private static String sentence(int status, byte[] body) throws IOException {
        JsonNode problem = body.length == 0 ? JSON.createObjectNode() : JSON.readTree(body);
        return problem.path("error").asText("the node answered " + status + " without a reason");
    }
}
